import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import type { OndatoApplication, WebhookAuthentication } from "./options.ts";
import { startOndatoSimulator } from "./simulator.ts";
import type { OndatoSimulator } from "./simulator.ts";

const setupId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
let receiver: CallbackReceiver;
let simulator: OndatoSimulator;
let token: string;

function describeApplication(name: string, authentication: WebhookAuthentication): OndatoApplication {
  return {
    name,
    applicationId: `app-${name}`,
    clientId: name,
    clientSecret: "secret",
    webhookUrl: receiver.url,
    webhookAuthentication: authentication,
  };
}

async function fetchToken(fields: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const form = { grant_type: "client_credentials", client_id: "main", client_secret: "secret", ...fields };
  const response = await fetch(`${simulator.url}/connect/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function startWith(authentication: WebhookAuthentication, options: object = {}): Promise<void> {
  simulator = await startOndatoSimulator({
    applications: [
      describeApplication("main", authentication),
      describeApplication("other", { kind: "none" }),
    ],
    retryTimeFactor: 0.000_01,
    ...options,
  });
  token = (await fetchToken())["access_token"] as string;
}

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  await startWith({ kind: "hmac", secret: "hush" });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function call(path: string, options: { method?: string; body?: unknown; token?: string } = {}) {
  const { method = "GET", body } = options;
  return fetch(simulator.url + path, {
    method,
    headers: { authorization: `Bearer ${options.token ?? token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function create(more: object = {}): Promise<string> {
  const response = await call("/v1/identity-verifications", { method: "POST", body: { setupId, ...more } });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function listTypes(): Promise<unknown[]> {
  await simulator.control.settleCallbacks({ includeRetries: true });
  return receiver.received.map(({ json }) => json["type"]);
}

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
    const id = await create();
    simulator.control.act(id, { act: "approve" });
    expect(await listTypes()).toEqual(approval);
    const statuses = receiver.received.map(({ json }) => (json["payload"] as { status: string }).status);
    expect(statuses).toEqual(["Pending", "InProgress", "Unfinished", "Completed", "Awaiting", "Approved"]);
  });

  it("spell the type the older way on request", async () => {
    simulator.control.changeSettings({ idvTypeSpelling: "Idv" });
    simulator.control.act(await create(), { act: "decline_consent" });
    expect(await listTypes()).toEqual(["Idv.Consented", "Idv.StatusChanged"]);
  });

  it("sign the raw body and the real time, wherever the simulator's clock stands", async () => {
    simulator.control.advanceClock(60_000_000);
    token = (await fetchToken())["access_token"] as string;
    simulator.control.act(await create(), { act: "abort" });
    await simulator.control.settleCallbacks();
    const [callback] = receiver.received;
    const [, seconds, code] =
      /^t=(\d+), s=([0-9a-f]{64})$/.exec(String(callback?.headers["ondato-signature"])) ?? [];
    expect(code).toBe(createHmac("sha256", "hush").update(`${seconds}.${callback?.body}`).digest("hex"));
    expect(Math.abs(Number(seconds) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it("tell an override apart from a first decision", async () => {
    const id = await create();
    simulator.control.act(id, { act: "reject" });
    await simulator.control.settleCallbacks();
    simulator.control.act(id, { act: "operator_approve" });
    expect((await listTypes()).slice(approval.length)).toEqual([
      "KycIdentification.Updated",
      "KycIdentification.Approved",
    ]);
  });

  it("are retried after a 5xx with the same id, and not after a 4xx", async () => {
    receiver.answerNext(503, 500, 200, 400);
    const id = await create();
    simulator.control.emit({ sessionId: id });
    await simulator.control.settleCallbacks({ includeRetries: true });
    simulator.control.emit({ sessionId: id });
    await simulator.control.settleCallbacks({ includeRetries: true });
    const ids = receiver.received.map(({ json }) => json["id"]);
    expect([ids.length, new Set(ids).size, new Set(ids.slice(0, 3)).size]).toEqual([4, 2, 1]);
  });

  it("are retried when no answer comes in time", async () => {
    simulator.control.changeSettings({ webhookTimeoutMs: 30, retryTimeFactor: 0 });
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    simulator.control.setCallbackUrl(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    simulator.control.emit({ sessionId: await create() });
    await simulator.control.settleCallbacks();
    simulator.control.setCallbackUrl(receiver.url);
    expect(simulator.control.ledger().callbacks[0]).toMatchObject({
      answer: null,
      failure: "timeout",
      attempt: 1,
    });
    await simulator.close();
    silent.closeAllConnections();
    silent.close();
  });

  it("carry basic credentials", async () => {
    await simulator.close();
    await startWith({ kind: "basic", username: "u", password: "p" });
    simulator.control.emit({ sessionId: await create() });
    await simulator.control.settleCallbacks();
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa("u:p")}`);
  });

  it("carry a bearer token fetched from the receiver's token endpoint", async () => {
    const issuer = await startOndatoSimulator();
    await simulator.close();
    await startWith({
      kind: "oauth2",
      tokenUrl: `${issuer.url}/connect/token`,
      clientId: "simulated-client",
      clientSecret: "simulated-client-secret",
    });
    const id = await create();
    simulator.control.emit({ sessionId: id });
    await simulator.control.settleCallbacks();
    simulator.control.emit({ sessionId: id });
    await simulator.control.settleCallbacks();
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
      const id = await create();
      simulator.control.emit({ sessionId: id, forgery });
      await simulator.control.settleCallbacks();
      const [callback] = receiver.received;
      const [, seconds, code] = /^t=(\d+), s=(.*)$/.exec(String(callback?.headers["ondato-signature"])) ?? [];
      expect(code).not.toBe(
        createHmac("sha256", "hush").update(`${seconds}.${callback?.body}`).digest("hex"),
      );
    },
  );
});
