import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { kvaryCompany, startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { letLapse } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: KvaryStage;
beforeAll(async () => {
  stage = await startKvaryStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

async function pressOften(user: string): Promise<void> {
  for (let click = 0; click < 6; click += 1) await stage.press(user);
}

async function waitForLegacy(user: string, status: string): Promise<void> {
  await waitFor(async () => (await stage.readMe(user)).status === status);
}

describe("the button Start Verification", () => {
  it("answers with the three words of the integration", async () => {
    const { status, body } = await stage.press("user-a", {
      returnUrl: "https://kvary.example/done",
      language: "ka",
    });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["launchUrl", "status", "verificationId"]);
    expect(body).toMatchObject({
      status: "SESSION_CREATED",
      launchUrl: expect.stringContaining(stage.harness.identomat.url),
    });
  });

  it("needs no body", async () => {
    expect((await stage.press("user-b")).status).toBe(200);
  });

  it("continues the open verification when it is pressed again", async () => {
    const first = await stage.press("user-c");
    expect((await stage.press("user-c")).body).toEqual(first.body);
  });

  it("makes one session of a double click", async () => {
    const before = stage.harness.identomat.control.ledger().sessionsCreated;
    const answers = await Promise.all([stage.press("user-d"), stage.press("user-d"), stage.press("user-d")]);
    expect(stage.harness.identomat.control.ledger().sessionsCreated).toBe(before + 1);
    const ids = answers.flatMap(({ status, body }) => (status === 200 ? [body.verificationId] : []));
    expect(new Set(ids).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(readProblem(answer).code).toBe("idempotency_key_in_use");
    expect((await stage.press("user-d")).body.verificationId).toBe(ids[0]);
  });

  it("makes one session of many clicks that overlap with its creation", async () => {
    const users = Array.from({ length: 12 }, (_, index) => `user-many-${index}`);
    const before = stage.harness.identomat.control.ledger().sessionsCreated;
    for (const user of users) await Promise.all(Array.from({ length: 6 }, () => pressOften(user)));
    expect(stage.harness.identomat.control.ledger().sessionsCreated - before).toBe(users.length);
  });

  it("begins anew after a rejection and after an expiry, and not after an approval", async () => {
    const first = await stage.press("user-e");
    stage.act(first.body.launchUrl, "reject");
    await waitForLegacy("user-e", "REJECTED");
    const second = await stage.press("user-e");
    expect(second.body.verificationId).not.toBe(first.body.verificationId);
    await letLapse(stage.harness.database, second.body.verificationId);
    await waitFor(
      async () => (await stage.press("user-e")).body.verificationId !== second.body.verificationId,
    );
    const third = await stage.press("user-e");
    stage.act(third.body.launchUrl, "approve");
    await waitForLegacy("user-e", "VERIFIED");
    expect((await stage.press("user-e")).body).toEqual({
      verificationId: third.body.verificationId,
      launchUrl: null,
      status: "APPROVED",
    });
  });

  it.each([[{ returnUrl: "javascript:x" }], [{ language: "Georgian" }], [{ companyKey: "x" }]])(
    "refuses %j",
    async (body) => {
      expect(readProblem(await stage.press("user-f", body))).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
    },
  );
});

describe("/api/kyc/me speaks the old words", () => {
  it.each([
    ["nobody-yet", [], "UNVERIFIED", "NOT_STARTED"],
    ["m-created", ["open"], "PENDING", "SESSION_CREATED"],
    ["m-started", ["start"], "PENDING", "IN_PROGRESS"],
    ["m-review", ["manual_check"], "PENDING", "PENDING_REVIEW"],
    ["m-approved", ["approve"], "VERIFIED", "APPROVED"],
    ["m-rejected", ["reject"], "REJECTED", "REJECTED"],
    ["m-terms", ["decline_terms"], "REJECTED", "REJECTED"],
    ["m-reversed", ["approve", "operator_reject"], "REJECTED", "REJECTED"],
  ] as const)("%s after %j is %s (%s)", async (...[user, acts, legacy, status]) => {
    const launchUrl = acts.length > 0 ? (await stage.press(user)).body.launchUrl : null;
    for (const what of acts) stage.act(launchUrl, what);
    await waitFor(async () => (await stage.readMe(user)).kycStatus === status);
    expect(await stage.readMe(user)).toMatchObject({ status: legacy, kycStatus: status });
  });

  it("says UNVERIFIED again once an attempt has expired", async () => {
    const { body } = await stage.press("m-expired");
    await letLapse(stage.harness.database, body.verificationId);
    await waitFor(async () => (await stage.readMe("m-expired")).kycStatus === "EXPIRED");
    expect((await stage.readMe("m-expired")).status).toBe("UNVERIFIED");
  });
});

describe("the old webhook path", () => {
  it("refuses a callback with a wrong key", async () => {
    const body = { callbackApiKey: "wrong", type: "update", sessionId: "x".repeat(40) };
    expect(readProblem(await stage.users.request("POST", "/api/webhooks/identomat", { body }))).toMatchObject(
      {
        status: 401,
        code: "webhook_unauthentic",
      },
    );
  });

  it.each([
    "/api/webhooks/identomat",
    "/api/webhooks/identomat/",
    "//api/webhooks/identomat",
    "/api//webhooks///identomat//?attempt=2",
    "/api/webhooks/Identomat",
    "//api/webhooks/IDENTOMAT/?",
  ])("is understood however it is spelt, and answered without a redirect: %s", async (path) => {
    const send = (key: string) => {
      const body = { callbackApiKey: key, type: "update", sessionId: "x".repeat(40) };
      return stage.users.request("POST", path, { body });
    };
    expect(await send(kvaryCompany.callbackApiKey)).toMatchObject({ status: 200 });
    expect(readProblem(await send("wrong"))).toMatchObject({ status: 401 });
    for (const method of ["GET", "HEAD"])
      expect(await stage.users.request(method, path)).toMatchObject({ status: 204, text: "" });
    const answer = await stage.users.request("OPTIONS", path);
    expect(readProblem(answer)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.headers["allow"]).toBe("GET, HEAD, POST");
  });

  it.each([
    "/api/webhooks",
    "/api/webhooks/ondato",
    "/api/webhooks/identomat/more",
    "/api/webhooks/stage.harness.identomat.",
    "/x/api/webhooks/identomat",
    "/api/webhooks/identomat%2F",
  ])("is not found where there is nothing: %s", async (path) => {
    const body = { callbackApiKey: kvaryCompany.callbackApiKey, type: "update", sessionId: "x".repeat(40) };
    expect((await stage.users.request("POST", path, { body })).status).toBe(404);
  });
});
