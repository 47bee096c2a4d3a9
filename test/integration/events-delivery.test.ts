import { randomUUID } from "node:crypto";
import type { NewSigningKey } from "@kyc-gateway/http-api";
import { verifyAsync } from "@noble/ed25519";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { answerOk, answerStatus, type EventReceiver, type ReceivedEvent } from "../support/event-receiver.ts";
import {
  endpointPath,
  listIds,
  readHeaders,
  startEventStage,
  type EventStage,
} from "../support/event-stage.ts";
import type { Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: EventStage;
let harness: Harness;
let receiver: EventReceiver;
let other: EventReceiver;
beforeAll(async () => {
  stage = await startEventStage();
  ({ harness, receiver, other } = stage);
});
afterAll(() => stage[Symbol.asyncDispose]());
/** Each test looks at endpoints and sessions of its own. */
beforeEach(async () => {
  receiver.answerWith(answerOk);
  other.answerWith(answerOk);
  await harness.database.pool.query("delete from event_endpoints");
});

describe("a delivery", () => {
  it("is signed so that another implementation of Standard Webhooks accepts it", async () => {
    const { key, path } = await stage.addEndpoint();
    const [id] = await stage.happen(1);
    const [received] = await stage.waitForEvents(path, 1);
    const webhook = new Webhook(key.secret ?? "");
    expect(received && webhook.verify(received.text, readHeaders(received))).toMatchObject({ id });
    expect(received?.headers["webhook-id"]).toBe(id);
    const forged = received?.text.replace("IN_PROGRESS", "APPROVED") ?? "";
    expect(() => received && webhook.verify(forged, readHeaders(received))).toThrow("No matching signature");
  });

  it("is signed with Ed25519 where the endpoint wants that", async () => {
    const { key, path } = await stage.addEndpoint({ keyKind: "ed25519" });
    expect(key.secret).toBeUndefined();
    await stage.happen(1);
    const [received] = await stage.waitForEvents(path, 1);
    expect(received && (await isSignedBy(key.publicKey ?? "", received))).toBe(true);
    const forged = received && { ...received, text: `${received.text} ` };
    expect(forged && (await isSignedBy(key.publicKey ?? "", forged))).toBe(false);
  });

  it("is signed with old and new keys while they overlap, and then with the new one alone", async () => {
    const { endpoint, key, path } = await stage.addEndpoint();
    const rotate = (body: object) =>
      harness.shop.request<NewSigningKey>("POST", `${endpointPath(endpoint.id)}/keys`, { body });
    const asymmetric = await rotate({ kind: "ed25519", overlapHours: 1 });
    const fresh = await rotate({ kind: "hmac", overlapHours: 1 });
    await stage.happen(1);
    const [received] = await stage.waitForEvents(path, 1);
    if (received === undefined) throw new Error("nothing came");
    expect(readHeaders(received)["webhook-signature"]?.split(" ")).toHaveLength(3);
    for (const secret of [key.secret, fresh.body.secret])
      expect(() => new Webhook(secret ?? "").verify(received.text, readHeaders(received))).not.toThrow();
    expect(await isSignedBy(asymmetric.body.publicKey ?? "", received)).toBe(true);

    const last = await rotate({ kind: "hmac", overlapHours: 0 });
    await stage.happen(1);
    const next = (await stage.waitForEvents(path, 2))[1];
    if (next === undefined) throw new Error("nothing came");
    expect(() => new Webhook(last.body.secret ?? "").verify(next.text, readHeaders(next))).not.toThrow();
    expect(() => new Webhook(fresh.body.secret ?? "").verify(next.text, readHeaders(next))).toThrow();
    expect((await stage.readEndpoint(endpoint.id)).keys).toMatchObject([{ id: last.body.id }]);
    const removal = await harness.shop.request("DELETE", `${endpointPath(endpoint.id)}/keys/${last.body.id}`);
    expect(readProblem(removal).code).toBe("signing_key_last");
  });

  it("that fails is repeated with the same id and content, and those behind it wait", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    receiver.answerWith(answerStatus(500));
    const ids = await stage.happen(3);
    await stage.waitForFailure(endpoint.id, 1);
    await stage.skipDelay();
    await stage.waitForFailure(endpoint.id, 2);
    expect(listIds(receiver.at(path))).toEqual([ids[0], ids[0]]);
    expect(receiver.at(path)[0]?.text).toBe(receiver.at(path)[1]?.text);
    expect(await stage.readEndpoint(endpoint.id)).toMatchObject({ state: "active", pending: { count: 3 } });
    receiver.answerWith(answerOk);
    await stage.skipDelay();
    expect(listIds((await stage.waitForEvents(path, 5)).slice(2))).toEqual(ids);
    await stage.waitForFailure(endpoint.id, 0);
    const attempts = await stage.listAttempts(endpoint.id);
    expect(
      attempts.toReversed().map(({ outcome, attempt, httpStatus }) => [outcome, attempt, httpStatus]),
    ).toEqual([
      ["refused", 1, 500],
      ["refused", 2, 500],
      ["succeeded", 3, 204],
      ["succeeded", 1, 204],
      ["succeeded", 1, 204],
    ]);
  });

  it("waits as long as Retry-After says", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    receiver.answerWith(answerStatus(429, { "retry-after": "120" }));
    const startedAt = Date.now();
    await stage.happen(1);
    await stage.waitForEvents(path, 1);
    await stage.waitForFailure(endpoint.id, 1);
    const { nextAttemptAt } = await stage.readEndpoint(endpoint.id);
    const waitMs = Date.parse(nextAttemptAt ?? "") - startedAt;
    expect(waitMs).toBeGreaterThanOrEqual(120_000);
    expect(waitMs).toBeLessThan(125_000);
    expect(await stage.listAttempts(endpoint.id)).toMatchObject([{ outcome: "throttled", httpStatus: 429 }]);
  });

  it("stops at a 410 until the tenant enables the endpoint, and loses nothing", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    receiver.answerWith(answerStatus(410));
    const ids = await stage.happen(2);
    await waitFor(async () => (await stage.readEndpoint(endpoint.id)).state === "disabled");
    expect(await stage.readEndpoint(endpoint.id)).toMatchObject({
      disabledReason: "gone",
      pending: { count: 2 },
    });
    const metrics = (await harness.shop.get("/metrics")).text;
    expect(metrics).toContain('kyc_event_endpoints{state="disabled"} 1');
    expect(metrics).toContain('kyc_event_pending{state="disabled"} 2');
    receiver.answerWith(answerOk);
    await harness.shop.request("POST", `${endpointPath(endpoint.id)}/enable`);
    expect(listIds((await stage.waitForEvents(path, 3)).slice(1))).toEqual(ids);
    await waitFor(async () => (await stage.readEndpoint(endpoint.id)).pending.count === 0);
    expect(await stage.readEndpoint(endpoint.id)).toMatchObject({ state: "active", disabledReason: null });
  });

  it("that fails for three days warns first, and then disables the endpoint", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    receiver.answerWith(answerStatus(500));
    const [id] = await stage.happen(1);
    for (let failures = 1; failures <= 14; failures += 1) {
      await stage.waitForFailure(endpoint.id, failures);
      const state = failures === 14 ? "disabled" : failures >= 5 ? "warned" : "active";
      expect(await stage.readEndpoint(endpoint.id)).toMatchObject({ failures, state });
      await stage.skipDelay();
    }
    expect(await stage.readEndpoint(endpoint.id)).toMatchObject({
      disabledReason: "exhausted",
      pending: { count: 1 },
    });
    expect(new Set(listIds(receiver.at(path)))).toEqual(new Set([id]));
    expect(harness.capture.lines.some((line) => line.includes("event_endpoint_disabled"))).toBe(true);
  });

  it("that is slow or hangs delays nobody else", async () => {
    const [slow, quick] = [await stage.addEndpoint(), await stage.addEndpoint({}, other)];
    receiver.answerWith(() => undefined);
    const ids = await stage.happen(20);
    expect(listIds(await stage.waitForEvents(quick.path, 20, other))).toEqual(ids);
    expect(receiver.at(slow.path)).toHaveLength(1);
    await waitFor(async () => (await stage.listAttempts(slow.endpoint.id))[0]?.outcome === "timed_out", {
      timeoutMs: 15_000,
    });
  });

  it("follows no redirect", async () => {
    const { endpoint } = await stage.addEndpoint();
    const target = `/${randomUUID()}`;
    receiver.answerWith(answerStatus(307, { location: `${other.url}${target}` }));
    await stage.happen(1);
    await stage.waitForFailure(endpoint.id, 1);
    expect(await stage.listAttempts(endpoint.id)).toMatchObject([{ outcome: "redirected", httpStatus: 307 }]);
    expect(other.at(target)).toEqual([]);
  });

  it("reads no more of an answer than it needs", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    let written = 0;
    receiver.answerWith((_received, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on("drain", write);
      write();
    });
    await stage.happen(2);
    await stage.waitForEvents(path, 2);
    await waitFor(async () => (await stage.readEndpoint(endpoint.id)).pending.count === 0);
    expect((await stage.listAttempts(endpoint.id)).map(({ outcome }) => outcome)).toEqual([
      "succeeded",
      "succeeded",
    ]);
    expect(written).toBeLessThan(50_000_000);
  });

  it("to a name that leads inside is refused when the socket is opened", async () => {
    const { endpoint } = await stage.addEndpoint();
    const port = new URL(receiver.url).port;
    const before = receiver.connectionCount;
    for (const [failures, url] of [
      [1, `https://localhost:${port}/`],
      [2, `http://127.0.0.1.nip.io.invalid:${port}/`],
      [3, `http://[::ffff:127.0.0.1]:${port}/`],
    ] as const) {
      await harness.database.pool.query("update event_endpoints set url = $2 where id = $1", [
        endpoint.id,
        url,
      ]);
      if (failures === 1) await stage.happen(1);
      else await stage.skipDelay();
      await stage.waitForFailure(endpoint.id, failures);
    }
    expect((await stage.listAttempts(endpoint.id)).map(({ outcome }) => outcome)).toEqual([
      "address_refused",
      "unreachable",
      "address_refused",
    ]);
    expect(receiver.connectionCount).toBe(before);
  });
});

/** By an implementation of Ed25519 that is not the one that signs. */
async function isSignedBy(publicKey: string, { headers, text }: ReceivedEvent): Promise<boolean> {
  const key = Buffer.from(publicKey.replace("whpk_", ""), "base64");
  const content = Buffer.from(
    `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${text}`,
  );
  const signatures = String(headers["webhook-signature"])
    .split(" ")
    .filter((each) => each.startsWith("v1a,"))
    .map((each) => Buffer.from(each.slice(4), "base64"));
  const verdicts = await Promise.all(signatures.map((signature) => verifyAsync(signature, content, key)));
  return verdicts.includes(true);
}
