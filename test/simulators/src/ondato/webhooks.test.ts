import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import { startOndatoSimulator } from "./simulator.ts";
import {
  create,
  fetchToken,
  listTypes,
  startOndatoStage,
  type OndatoStage,
} from "../testing/ondato-stage.ts";

let receiver: CallbackReceiver;
let stage: OndatoStage;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  stage = await startOndatoStage(receiver, { kind: "hmac", secret: "hush" });
});

afterEach(async () => {
  await stage.simulator.close();
  await receiver.close();
});

describe("webhooks", () => {
  const approval = [
    "IdentityVerification.Consented",
    "IdentityVerification.StatusChanged",
    "KycIdentification.Created",
    "IdentityVerification.StatusChanged",
    "KycIdentification.Processed",
    "KycIdentification.Approved",
  ];

  it("tell every step in order, each with the resource as it was", async () => {
    const id = await create(stage);
    stage.simulator.control.act(id, { act: "approve" });
    expect(await listTypes(stage, receiver)).toEqual(approval);
    const statuses = receiver.received.map(({ json }) => (json["payload"] as { status: string }).status);
    expect(statuses).toEqual(["Pending", "InProgress", "Unfinished", "Completed", "Awaiting", "Approved"]);
  });

  it("spell the type the older way on request", async () => {
    stage.simulator.control.changeSettings({ idvTypeSpelling: "Idv" });
    stage.simulator.control.act(await create(stage), { act: "decline_consent" });
    expect(await listTypes(stage, receiver)).toEqual(["Idv.Consented", "Idv.StatusChanged"]);
  });

  it("sign the raw body and the real time, wherever the simulator's clock stands", async () => {
    stage.simulator.control.advanceClock(60_000_000);
    stage.token = (await fetchToken(stage.simulator))["access_token"] as string;
    stage.simulator.control.act(await create(stage), { act: "abort" });
    await stage.simulator.control.settleCallbacks();
    const [callback] = receiver.received;
    const [, seconds, code] =
      /^t=(\d+), s=([0-9a-f]{64})$/.exec(String(callback?.headers["ondato-signature"])) ?? [];
    expect(code).toBe(createHmac("sha256", "hush").update(`${seconds}.${callback?.body}`).digest("hex"));
    expect(Math.abs(Number(seconds) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it("tell an override apart from a first decision", async () => {
    const id = await create(stage);
    stage.simulator.control.act(id, { act: "reject" });
    await stage.simulator.control.settleCallbacks();
    stage.simulator.control.act(id, { act: "operator_approve" });
    expect((await listTypes(stage, receiver)).slice(approval.length)).toEqual([
      "KycIdentification.Updated",
      "KycIdentification.Approved",
    ]);
  });

  it("are retried after a 5xx with the same id, and not after a 4xx", async () => {
    receiver.answerNext(503, 500, 200, 400);
    const id = await create(stage);
    stage.simulator.control.emit({ sessionId: id });
    await stage.simulator.control.settleCallbacks({ includeRetries: true });
    stage.simulator.control.emit({ sessionId: id });
    await stage.simulator.control.settleCallbacks({ includeRetries: true });
    const ids = receiver.received.map(({ json }) => json["id"]);
    expect([ids.length, new Set(ids).size, new Set(ids.slice(0, 3)).size]).toEqual([4, 2, 1]);
  });

  it("are retried when no answer comes in time", async () => {
    stage.simulator.control.changeSettings({ webhookTimeoutMs: 30, retryTimeFactor: 0 });
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    stage.simulator.control.setCallbackUrl(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    stage.simulator.control.emit({ sessionId: await create(stage) });
    await stage.simulator.control.settleCallbacks();
    stage.simulator.control.setCallbackUrl(receiver.url);
    expect(stage.simulator.control.ledger().callbacks[0]).toMatchObject({
      answer: null,
      failure: "timeout",
      attempt: 1,
    });
    await stage.simulator.close();
    silent.closeAllConnections();
    silent.close();
  });

  it("carry basic credentials", async () => {
    await stage.simulator.close();
    stage = await startOndatoStage(receiver, { kind: "basic", username: "u", password: "p" });
    stage.simulator.control.emit({ sessionId: await create(stage) });
    await stage.simulator.control.settleCallbacks();
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa("u:p")}`);
  });

  it("carry a bearer token fetched from the receiver's token endpoint", async () => {
    const issuer = await startOndatoSimulator();
    await stage.simulator.close();
    stage = await startOndatoStage(receiver, {
      kind: "oauth2",
      tokenUrl: `${issuer.url}/connect/token`,
      clientId: "simulated-client",
      clientSecret: "simulated-client-secret",
    });
    const id = await create(stage);
    stage.simulator.control.emit({ sessionId: id });
    await stage.simulator.control.settleCallbacks();
    stage.simulator.control.emit({ sessionId: id });
    await stage.simulator.control.settleCallbacks();
    expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual([
      expect.stringMatching(/^Bearer .{43}$/),
      receiver.received[0]?.headers.authorization,
    ]);
    expect(issuer.control.ledger().counters).toEqual({ tokens_issued: 1 });
    await issuer.close();
  });

  it.each(["wrong_key", "wrong_signature", "tampered_body"] as const)(
    "are forged with a %s",
    async (forgery) => {
      const id = await create(stage);
      stage.simulator.control.emit({ sessionId: id, forgery });
      await stage.simulator.control.settleCallbacks();
      const [callback] = receiver.received;
      const [, seconds, code] = /^t=(\d+), s=(.*)$/.exec(String(callback?.headers["ondato-signature"])) ?? [];
      expect(code).not.toBe(
        createHmac("sha256", "hush").update(`${seconds}.${callback?.body}`).digest("hex"),
      );
    },
  );
});
