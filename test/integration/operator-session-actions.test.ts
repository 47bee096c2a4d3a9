import type {
  AuditPage,
  Erasure,
  OperatorSessionDetail,
  Session,
  SessionResult,
} from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem, type ApiClient, type ApiRequest } from "../support/api-client.ts";
import { startOperatorStage, type OperatorStage } from "../support/operator-stage.ts";

let stage: OperatorStage;
beforeAll(async () => {
  stage = await startOperatorStage();
});
afterAll(() => stage.close());

const read = async (id: string) =>
  (await stage.operators.support.get<OperatorSessionDetail>(`/admin/v1/sessions/${id}`)).body;
const because = { headers: { "x-access-reason": "ticket 4711" } };
const act = <Body>(client: ApiClient, [method, path]: readonly [string, string], request?: ApiRequest) =>
  client.request<Body>(method, `/admin/v1/sessions/${path}`, request);
const listAudited = async (subject: string) =>
  (
    await stage.operators.reviewer.get<AuditPage>(`/admin/v1/audit?subject=${encodeURIComponent(subject)}`)
  ).body.items.map(({ action, operator, reason }) => ({ action, operator, reason }));

describe("what an operator does with a session", () => {
  it("is to ask the provider anew, which gives no link", async () => {
    const { status, body } = await act<Session>(stage.operators.support, [
      "POST",
      `${stage.made.open}/refresh`,
    ]);
    expect({ status, launch: body.launch }).toEqual({ status: 200, launch: null });
    expect((await stage.harness.shop.readSession(stage.made.open)).launch).not.toBeNull();
  });

  it("is to give a fresh link, for a reason that is kept with the name", async () => {
    const path = ["POST", `${stage.made.open}/launch`] as const;
    expect(readProblem(await act(stage.operators.support, path)).code).toBe("access_reason_missing");
    expect(await listAudited(`session ${stage.made.open}`)).not.toContainEqual(
      expect.objectContaining({ action: "session.launch" }),
    );
    const answer = await act<Session>(stage.operators.support, path, because);
    expect(answer.status).toBe(200);
    expect(answer.body.launch?.url).toMatch(/^http/);
    expect(await listAudited(`session ${stage.made.open}`)).toContainEqual({
      action: "session.launch",
      operator: "support",
      reason: "ticket 4711",
    });
  });

  it.each(["result", "evidence"])("is to read its %s, for a reason alone, which is kept", async (what) => {
    const path = ["GET", `${stage.made.shop}/${what}`] as const;
    for (const headers of [{}, { "x-access-reason": " " }, { "x-access-reason": "x".repeat(1000) }])
      expect(readProblem(await act(stage.operators.reviewer, path, { headers })).code).toBe(
        "access_reason_missing",
      );
    const answer = await act<SessionResult>(stage.operators.reviewer, path, because);
    expect(answer.status).toBe(200);
    expect(await listAudited(`session ${stage.made.shop}`)).toContainEqual({
      action: what === "result" ? "result.read" : "evidence.list",
      operator: "reviewer",
      reason: "ticket 4711",
    });
    const { body } = await stage.operators.reviewer.get<AuditPage>("/admin/v1/audit?tenant=shop");
    expect(JSON.stringify(body)).toContain(stage.made.shop);
  });

  it("is to look at evidence, which no browser shows as a page", async () => {
    const list = await act<{ items: { id: string }[] }>(
      stage.operators.reviewer,
      ["GET", `${stage.made.shop}/evidence`],
      because,
    );
    const item = list.body.items[0]?.id ?? "";
    const { status, headers } = await act(
      stage.operators.reviewer,
      ["GET", `${stage.made.shop}/evidence/${item}`],
      because,
    );
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
  });

  it.each([
    ["support", "GET", "result"],
    ["support", "GET", "evidence"],
    ["support", "DELETE", ""],
    ["support", "DELETE", "applicant"],
    ["viewer", "POST", "launch"],
    ["viewer", "POST", "refresh"],
  ] as const)("is not for %s: %s %s", async (role, method, what) => {
    const answer = await act(
      stage.operators[role],
      [method, `${stage.made.shop}${what && `/${what}`}`],
      because,
    );
    expect(readProblem(answer).code).toBe("role_missing");
  });

  it("is not for a session that nobody has, whatever the action", async () => {
    for (const [method, what] of [
      ["POST", "refresh"],
      ["POST", "launch"],
      ["GET", "result"],
      ["DELETE", "applicant"],
    ] as const)
      for (const id of [crypto.randomUUID(), "nothing"])
        expect(
          readProblem(await act(stage.operators.administrator, [method, `${id}/${what}`], because)).code,
        ).toBe("session_not_found");
  });

  it("is to erase it, and the answer leads to the erasure", async () => {
    const id = await stage.approve(stage.harness.bank, { applicant: { id: "to-be-erased" } });
    expect(readProblem(await act(stage.operators.reviewer, ["DELETE", id])).code).toBe(
      "access_reason_missing",
    );
    const { status, headers } = await act(stage.operators.reviewer, ["DELETE", id], because);
    expect(status).toBe(202);
    const erasure = await stage.operators.viewer.get<Erasure>(String(headers["location"]));
    expect(erasure).toMatchObject({ status: 200, body: { kind: "session" } });
    const detail = await read(id);
    expect(detail.session.applicantId).toBeNull();
    expect(detail.erasure?.erasureIds).toEqual([erasure.body.id]);
    expect(detail.requiredChecks.every(({ outcomes }) => outcomes.length === 0)).toBe(true);
  });

  it("is to erase its person with all sessions, and nobody of the same id elsewhere", async () => {
    const first = await stage.approve(stage.harness.bank, { applicant: { id: "leaver" } });
    const second = (await stage.harness.bank.createSession({ applicant: { id: "leaver" } })).body.id;
    const elsewhere = (await stage.harness.shop.createSession({ applicant: { id: "leaver" } })).body.id;
    const path = ["DELETE", `${first}/applicant`] as const;
    expect(readProblem(await act(stage.operators.reviewer, path)).code).toBe("access_reason_missing");
    const { body } = await act<Erasure>(stage.operators.reviewer, path, because);
    expect(body.kind).toBe("applicant");
    expect(body.sessions.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
    expect((await read(elsewhere)).session).toMatchObject({ applicantId: "leaver", erasure: "none" });
    expect(readProblem(await act(stage.operators.reviewer, path, because)).code).toBe("session_erased");
  });
});
