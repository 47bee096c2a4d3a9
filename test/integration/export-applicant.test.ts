import type { ApplicantFlow } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { waitUntilServing } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: ErasureStage;
let officer: ApiClient;
beforeAll(async () => {
  stage = await startErasureStage();
  const { provisioning, gateway } = stage.harness;
  const scopes = ["applicants:export", "sessions:read"] as const;
  const { key } = await provisioning.createKey({ tenant: "shop", name: "officer", scopes });
  officer = createApiClient(gateway.url, key);
  await waitUntilServing(officer);
});
afterAll(async () => {
  await officer.close();
  await stage[Symbol.asyncDispose]();
});

interface Exported {
  readonly applicantId: string;
  readonly flows: readonly ApplicantFlow[];
  readonly audit: readonly { readonly action: string; readonly reason: string | null }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly status: string;
    readonly result: { readonly facts: { readonly claims: object } } | null;
    readonly providerReport: unknown;
    readonly timeline: readonly object[];
    readonly decisionTrace: readonly object[];
    readonly deliveries: readonly { readonly body: string }[];
    readonly events: readonly { readonly type: string }[];
    readonly audit: readonly { readonly action: string }[];
  }[];
}

const ask = (person: string, headers: Record<string, string> = {}) =>
  officer.request<Exported>("GET", `/v1/applicants/${person}/export`, { headers });

describe("the export of a person", () => {
  it("has everything that is held, opened, and is itself in the audit log", async () => {
    const person = stage.newPerson();
    const id = await stage.startApproved(person);
    await stage.startFor(person);
    await waitFor(() => stage.countRows("deliveries where session_id = $1 and state = 'applied'", id));
    await stage.harness.shop.get(`/v1/sessions/${id}/result`);
    const answer = await ask(person, { "x-access-reason": "access request 12" });
    expect(answer).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    const { applicantId, audit, flows, sessions } = answer.body;
    expect(applicantId).toBe(person);
    expect(flows).toMatchObject([{ flow: "standard", status: "APPROVED", sessionId: id }]);
    expect(audit).toMatchObject([{ action: "applicant.export", reason: "access request 12" }]);
    expect(sessions).toHaveLength(2);
    const found = sessions.find((session) => session.id === id);
    expect(found).toMatchObject({ status: "APPROVED", audit: [{ action: "result.read" }] });
    expect(Object.keys(found?.result?.facts.claims ?? {})).not.toEqual([]);
    expect(found?.providerReport).not.toBeNull();
    expect(found?.timeline).toHaveLength(2);
    expect(found?.decisionTrace).not.toEqual([]);
    expect(JSON.parse(found?.deliveries[0]?.body ?? "")).toBeTypeOf("object");
    expect(found?.events.map(({ type }) => type)).toEqual(["session.created", "session.decided"]);
  });

  it("goes on over many sessions, and is one JSON document", async () => {
    const person = stage.newPerson();
    for (let count = 0; count < 25; count += 1) await stage.startFor(person);
    const { body } = await ask(person);
    expect(new Set(body.sessions.map(({ id }) => id)).size).toBe(25);
  });

  it("leaves nothing out, however much there is of it", async () => {
    const person = stage.newPerson();
    const id = await stage.startApproved(person);
    for (let count = 0; count < 45; count += 1) await stage.harness.shop.get(`/v1/sessions/${id}/result`);
    const [session] = (await ask(person)).body.sessions;
    expect(session?.audit).toHaveLength(45);
    expect(new Set(session?.audit.map((entry) => JSON.stringify(entry))).size).toBe(45);
  });

  it("needs a scope of its own, a person of one's own, and a reason where the tenant demands one", async () => {
    const person = stage.newPerson();
    await stage.startFor(person);
    const path = `/v1/applicants/${person}/export`;
    expect(readProblem(await stage.harness.shop.get(path)).code).toBe("scope_missing");
    expect(readProblem(await ask("nobody")).code).toBe("applicant_not_found");
    await stage.harness.bank.createSession({ applicant: { id: "of-the-bank" } });
    expect(readProblem(await ask("of-the-bank")).code).toBe("applicant_not_found");
    const privacy = "/admin/v1/tenants/shop/privacy";
    await stage.operator.request("PUT", privacy, { body: { isAccessReasonRequired: true } });
    expect(readProblem(await ask(person)).code).toBe("access_reason_missing");
    await stage.operator.request("PUT", privacy, { body: {} });
  });

  it("has nothing of a person who was erased", async () => {
    const person = stage.newPerson();
    await stage.startApproved(person);
    await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
    expect(readProblem(await ask(person)).code).toBe("applicant_not_found");
  });
});
