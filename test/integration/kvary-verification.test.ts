import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: KvaryStage;
beforeAll(async () => {
  stage = await startKvaryStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

async function begin(user: string) {
  return (await stage.press(user)).body;
}

/** A verification that ended so. */
async function decide(user: string, act: "approve" | "reject" | "manual_check"): Promise<string> {
  const { launchUrl, verificationId } = await begin(user);
  stage.act(launchUrl, act);
  const status = { approve: "APPROVED", reject: "REJECTED", manual_check: "PENDING_REVIEW" }[act];
  await waitFor(async () => (await stage.readMe(user)).kycStatus === status);
  return verificationId;
}

/** The link's time is up, and neither our clock nor the provider has said so yet. */
async function killLink(sessionId: string): Promise<void> {
  await stage.harness.database.pool.query(
    "update sessions set lapses_at = now(), next_read_at = now() + interval '1 hour' where id = $1",
    [sessionId],
  );
}

async function change(sessionId: string, columns: string): Promise<void> {
  await stage.harness.database.pool.query(`update sessions set ${columns} where id = $1`, [sessionId]);
}

describe("what `me` tells of several verifications", () => {
  it("is the open one after a rejection", async () => {
    const rejected = await decide("after-rejection", "reject");
    const { verificationId } = await begin("after-rejection");
    expect(verificationId).not.toBe(rejected);
    expect(await stage.readMe("after-rejection")).toEqual({
      status: "PENDING",
      kycStatus: "SESSION_CREATED",
      verificationId,
    });
  });

  it("is the open one after two rejections, also once the user has begun", async () => {
    await decide("twice", "reject");
    await decide("twice", "reject");
    const { launchUrl, verificationId } = await begin("twice");
    stage.act(launchUrl, "start");
    await waitFor(async () => (await stage.readMe("twice")).kycStatus === "IN_PROGRESS");
    expect(await stage.readMe("twice")).toMatchObject({ status: "PENDING", verificationId });
  });

  it("is the review after a rejection", async () => {
    await decide("reviewed", "reject");
    const review = await decide("reviewed", "manual_check");
    await killLink(review);
    expect(await stage.readMe("reviewed")).toMatchObject({ status: "PENDING", verificationId: review });
    expect((await stage.press("reviewed")).body).toMatchObject({ verificationId: review, launchUrl: null });
  });

  it("is the rejection again once the newer one's link is dead", async () => {
    const rejected = await decide("dead-after-rejection", "reject");
    await killLink((await begin("dead-after-rejection")).verificationId);
    expect(await stage.readMe("dead-after-rejection")).toEqual({
      status: "REJECTED",
      kycStatus: "REJECTED",
      verificationId: rejected,
    });
  });

  it("is the decision that replaced another", async () => {
    const id = await decide("reversed", "approve");
    const reference = await stage.harness.findReference(id);
    stage.harness.identomat.control.act(reference, { act: "operator_reject" });
    await waitFor(async () => (await stage.readMe("reversed")).kycStatus === "REJECTED");
    expect(await stage.readMe("reversed")).toMatchObject({ status: "REJECTED", verificationId: id });
  });
});

describe("a link that is dead", () => {
  it("is not PENDING, and the button makes a new one", async () => {
    const first = await begin("dead");
    await killLink(first.verificationId);
    expect(await stage.readMe("dead")).toMatchObject({ status: "UNVERIFIED", kycStatus: "EXPIRED" });
    const second = await begin("dead");
    expect(second.verificationId).not.toBe(first.verificationId);
    expect(second.launchUrl).toMatch(/^http/);
    expect(await stage.readMe("dead")).toMatchObject({
      status: "PENDING",
      verificationId: second.verificationId,
    });
  });

  it("is not PENDING either when the user had begun", async () => {
    const { launchUrl, verificationId } = await begin("dead-begun");
    stage.act(launchUrl, "start");
    await waitFor(async () => (await stage.readMe("dead-begun")).kycStatus === "IN_PROGRESS");
    await killLink(verificationId);
    expect(await stage.readMe("dead-begun")).toMatchObject({ status: "UNVERIFIED" });
    expect((await begin("dead-begun")).verificationId).not.toBe(verificationId);
  });

  it("is handed out by no route", async () => {
    const { verificationId } = await begin("dead-read");
    await killLink(verificationId);
    const { body } = await stage.harness.shop.createSession({ applicant: { id: "dead-read" } });
    await killLink(body.id);
    expect((await stage.harness.shop.readSession(body.id)).launch).toBeNull();
  });
});

describe("an approval", () => {
  it("counts whatever is begun beside it", async () => {
    const id = await decide("approved", "approve");
    await change(id, "created_at = created_at - interval '1 hour'");
    expect((await stage.press("approved")).body).toEqual({
      verificationId: id,
      launchUrl: null,
      status: "APPROVED",
    });
    expect(await stage.readMe("approved")).toMatchObject({ status: "VERIFIED", verificationId: id });
  });

  it("counts until its document expires: then the button begins anew", async () => {
    const id = await decide("over", "approve");
    await change(id, "document_expires_on = now()::date - 1");
    expect(await stage.readMe("over")).toMatchObject({ status: "UNVERIFIED", kycStatus: "EXPIRED" });
    const { verificationId } = await begin("over");
    expect(verificationId).not.toBe(id);
    expect(await stage.readMe("over")).toMatchObject({ status: "PENDING", verificationId });
  });
});

describe("what older clients send", () => {
  it.each([
    ["a locale", { locale: "ka" }],
    ["a language", { language: "ka" }],
    ["a regional locale", { locale: "ka-GE" }],
    ["a regional language", { language: "en-US" }],
    ["both", { language: "en", locale: "ka" }],
  ])("%s is taken", async (name, body) => {
    const user = `sends-${name.replaceAll(" ", "-")}`;
    expect((await stage.press(user, body)).status).toBe(200);
  });

  it.each([
    ["an empty body", { "content-type": "application/json" }, ""],
    ["a length of 0", { "content-type": "application/json", "content-length": "0" }, undefined],
    ["a charset", { "content-type": "application/json; charset=utf-8" }, undefined],
    ["null", { "content-type": "application/json" }, "null"],
    ["an empty object", { "content-type": "application/json" }, "{}"],
  ])("a JSON content type with %s is taken", async (name, headers, body) => {
    const user = `body-${name.replaceAll(" ", "-")}`;
    const answer = await stage.users.request("POST", "/api/kyc/identomat/session", {
      headers: { authorization: stage.authorize(user), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBe(200);
  });

  it.each([[{ locale: "Georgian" }], [{ locale: "" }], [{ language: "ka_GE" }], [{ locale: 1 }]])(
    "%j is refused",
    async (body) => {
      expect(readProblem(await stage.press("wrong-language", body))).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
    },
  );
});

describe("a provider that is away", () => {
  it("is told without a word of keys, which users do not have", async () => {
    await using away = await startKvaryStage({ baseUrl: "http://127.0.0.1:1" });
    const problem = readProblem(await away.press("unlucky"));
    expect(problem).toMatchObject({ status: 503, code: "provider_unavailable" });
    expect(JSON.stringify(problem)).not.toMatch(/\bkey\b/);
    expect(problem.detail).toContain("again");
  });
});
