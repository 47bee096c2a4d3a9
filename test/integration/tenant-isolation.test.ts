import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem, type ApiClient } from "../support/api-client.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { listDeliveries } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let foreignId = "";
beforeAll(async () => {
  harness = await startHarness();
  const { body } = await harness.bank.createSession({ applicant: { id: "bank-user" } });
  foreignId = body.id;
  harness.identomat.control.act(await harness.findReference(foreignId), { act: "approve" });
  await waitFor(async () => (await harness.bank.readSession(foreignId)).status === "APPROVED");
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Every route of products that takes a session's id. */
const sessionRoutes = [
  ["GET", ""],
  ["GET", "/result"],
  ["GET", "/timeline"],
  ["POST", "/refresh"],
  ["POST", "/launch"],
  ["DELETE", ""],
] as const;

/** Ids that are no session of the product: another's, none at all, and what is no id. */
const strangeIds = () => [
  foreignId,
  foreignId.toUpperCase(),
  crypto.randomUUID(),
  "00000000-0000-0000-0000-000000000000",
  "not-an-id",
  "1 or 1=1",
  "%00",
  "..%2f..%2fadmin",
  "x".repeat(200),
];

/** A problem without what differs between two equal ones. */
async function ask(client: ApiClient, method: string, path: string) {
  const answer = await client.request(method, path);
  const { instance: _instance, ...problem } = readProblem(answer);
  return problem;
}

describe("a tenant can neither see nor guess another's data", () => {
  it.each(sessionRoutes)("%s …%s answers every strange id alike", async (method, suffix) => {
    const answers = [];
    for (const id of strangeIds())
      answers.push(
        await ask(
          harness.shop,
          method,
          `/v1/sessions/${encodeURIComponent(decodeURIComponent(id))}${suffix}`,
        ),
      );
    expect(answers[0]).toMatchObject({ status: 404, code: "session_not_found", retryable: false });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("leaves the other's session as it was", async () => {
    expect(await harness.bank.readSession(foreignId)).toMatchObject({ status: "APPROVED", erasure: "none" });
  });

  it("covers every route that takes a session's id", async () => {
    const { paths } = (await harness.shop.get<{ paths: object }>("/openapi.json")).body;
    const documented = Object.keys(paths).filter((path) => path.startsWith("/v1/sessions/{sessionId}"));
    const known = new Set(sessionRoutes.map(([, suffix]) => `/v1/sessions/{sessionId}${suffix}`));
    // These have tests of their own, with keys that have their scopes.
    const elsewhere = /\/(evidence|report|activity|call\/end)/;
    expect(documented.filter((path) => !known.has(path) && !elsewhere.test(path))).toEqual([]);
  });

  it("knows another's applicant no better than nobody", async () => {
    const foreign = await ask(harness.shop, "GET", "/v1/applicants/bank-user");
    expect(foreign).toMatchObject({ status: 404, code: "applicant_not_found" });
    expect(await ask(harness.shop, "GET", "/v1/applicants/nobody")).toEqual(foreign);
  });

  it("lists nothing but its own, whatever is asked for", async () => {
    const own = await harness.shop.createSession();
    for (const query of ["", "?applicantId=bank-user", "?status=APPROVED", "?limit=100"]) {
      const { body } = await harness.shop.get<{ items: { id: string }[] }>(`/v1/sessions${query}`);
      expect(body.items.map(({ id }) => id)).not.toContain(foreignId);
    }
    const { body } = await harness.shop.get<{ items: { id: string }[] }>("/v1/sessions");
    expect(body.items.map(({ id }) => id)).toContain(own.body.id);
  });

  it("cannot join another's session as a participant", async () => {
    const answer = await harness.shop.createSession({ parentSessionId: foreignId });
    expect(readProblem(answer)).toMatchObject({
      status: 400,
      code: "invalid_request",
      issues: [{ pointer: "/parentSessionId", code: "not_found" }],
    });
  });

  it("does not learn of a flow that another has", async () => {
    await harness.provisioning.saveFlow({
      tenant: "bank",
      name: "bank-only",
      targets: [{ connection: "bank-identomat", settings: {} }],
    });
    await waitFor(async () => (await harness.bank.createSession({ flow: "bank-only" })).status === 201);
    expect(readProblem(await harness.shop.createSession({ flow: "bank-only" }))).toMatchObject({
      status: 422,
      code: "unknown_flow",
    });
  });

  it("moves nothing by a callback of its own account about another's session", async () => {
    const { body } = await harness.bank.createSession();
    const reference = await harness.findReference(body.id);
    const answer = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: { callbackApiKey: companies.shop.callbackApiKey, type: "update", sessionId: reference },
    });
    expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
    await waitFor(async () =>
      (await listDeliveries(harness.database)).some(
        ({ connection, state }) => connection === "shop-identomat" && state === "unmatched",
      ),
    );
    expect(await harness.bank.readSession(body.id)).toMatchObject({ status: "SESSION_CREATED", seq: 1 });
  });

  it("is not let in by a callback that carries another account's key", async () => {
    const { body } = await harness.bank.createSession();
    const reference = await harness.findReference(body.id);
    const answer = await harness.shop.request("POST", "/webhooks/identomat/bank-identomat", {
      body: { callbackApiKey: companies.shop.callbackApiKey, type: "update", sessionId: reference },
    });
    expect(readProblem(answer)).toMatchObject({ status: 401, code: "webhook_unauthentic" });
  });
});
