import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { allScopes } from "../support/gateway-harness.ts";
import { startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: KvaryStage;
let product: ApiClient;
beforeAll(async () => {
  stage = await startKvaryStage();
  const { key } = await stage.harness.provisioning.createKey({
    tenant: "kvary",
    name: "test",
    scopes: allScopes,
  });
  product = createApiClient(stage.harness.gateway.url, key);
  await waitFor(async () => (await product.get("/v1/sessions")).status === 200);
});
afterAll(async () => {
  await product.close();
  await stage[Symbol.asyncDispose]();
});

async function press(user: string) {
  const answer = await stage.press(user);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function erase(path: string): Promise<void> {
  expect((await product.request("DELETE", `/v1/${path}`)).status).toBe(202);
}

async function reject(launchUrl: string | null, user: string): Promise<void> {
  stage.act(launchUrl, "reject");
  await waitFor(async () => (await stage.readMe(user)).kycStatus === "REJECTED");
}

describe("a user whose verification was erased", () => {
  it("gets a new one when it was the first", async () => {
    const first = await press("erased-first");
    await erase(`sessions/${first.verificationId}`);
    expect(await stage.readMe("erased-first")).toMatchObject({ status: "UNVERIFIED", verificationId: null });
    const second = await press("erased-first");
    expect(second.verificationId).not.toBe(first.verificationId);
    expect(second.launchUrl).not.toBeNull();
    expect(await press("erased-first")).toEqual(second);
  });

  it("gets a new one when everything of the person went, again and again", async () => {
    const ids = new Set<string>();
    for (const round of [1, 2, 3]) {
      ids.add((await press("erased-person")).verificationId);
      await erase("applicants/erased-person");
      expect(ids.size).toBe(round);
    }
    expect(ids.has((await press("erased-person")).verificationId)).toBe(false);
  });

  it("gets a new one when only the latest of several was erased", async () => {
    const user = "erased-latest";
    const first = await press(user);
    await reject(first.launchUrl, user);
    const second = await press(user);
    await erase(`sessions/${second.verificationId}`);
    const third = await press(user);
    expect([first.verificationId, second.verificationId]).not.toContain(third.verificationId);
    expect(third.launchUrl).not.toBeNull();
  });

  it("gets one, not two, by two presses at once", async () => {
    await erase(`sessions/${(await press("erased-twice")).verificationId}`);
    const answers = await Promise.all([stage.press("erased-twice"), stage.press("erased-twice")]);
    const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.verificationId);
    ids.push((await press("erased-twice")).verificationId);
    expect(new Set(ids).size).toBe(1);
  });

  it("is not started anew by a press that the erasure overtook", async () => {
    const { control } = stage.harness.identomat;
    control.addFault({ fault: { kind: "latency", delay: { ms: 600 } }, operation: "begin", next: 1 });
    const begun = control.ledger().requests["begin"] ?? 0;
    const pressing = stage.press("erased-meanwhile");
    await waitFor(() => (control.ledger().requests["begin"] ?? 0) > begun);
    await erase("applicants/erased-meanwhile");
    expect(readProblem(await pressing)).toMatchObject({ status: 409, code: "session_not_startable" });
    expect((await press("erased-meanwhile")).launchUrl).not.toBeNull();
  });
});
