import type { EventAttempt, NewEventEndpoint } from "@kyc-gateway/http-api";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCodingProxy, type Coding } from "../support/coding-proxy.ts";
import { insertEvent, insertSession } from "../support/event-storage.ts";
import { startFloodServer, type FloodServer } from "../support/flood-server.ts";
import { describeAccount, ondatoSetupId, startHarness, type Harness } from "../support/gateway-harness.ts";
import { readProblem } from "../support/api-client.ts";
import { waitFor } from "../support/wait-for.ts";

const pieces: [name: string, piece: string][] = [
  ["102", "HTTP/1.1 102 Processing\r\n\r\n"],
  ["103 with headers", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"],
  ["103 with many headers", `HTTP/1.1 103 Early Hints\r\n${"link: </a>\r\n".repeat(200)}\r\n`],
  ["199", "HTTP/1.1 199 Whatever\r\n\r\n"],
  ["a head without end", `HTTP/1.1 103 Early Hints\r\nlink: ${"a".repeat(100_000)}`],
];

let harness: Harness;
let floods: FloodServer[];
beforeAll(async () => {
  floods = await Promise.all(pieces.map(([, piece]) => startFloodServer(piece)));
  const env = { KYC_EVENT_HOSTS_ALLOWED: floods.map(({ host }) => host).join(",") };
  harness = await startHarness({ withOndato: true, env });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await Promise.all(floods.map((flood) => flood.stop()));
});

/** A flow of the product `shop` with these connections, in this order, once it can be started. */
async function saveFlow(name: string, connections: readonly string[], settings: object = {}): Promise<void> {
  const targets = connections.map((connection) => ({ connection, settings: { ...settings } }));
  await harness.provisioning.saveFlow({ tenant: "shop", name, targets });
  const { configuration } = harness.gateway.services;
  await waitFor(() => [...configuration.current.flows.values()].some((flows) => flows.has(name)));
}

const saveIdentomat = (name: string, baseUrl: string) =>
  harness.provisioning.saveConnection({
    name,
    adapter: "identomat",
    tenant: "shop",
    settings: { ...describeAccount("shop", harness.identomat), baseUrl },
  });

/** How often calls of a connection came to an outcome. */
async function countOutcomes(connection: string): Promise<Record<string, number>> {
  const { text } = await harness.shop.get("/metrics");
  const found = text.matchAll(
    /kyc_provider_calls_total\{connection="([^"]+)",outcome="([^"]+)"\} ([1-9]\d*)/g,
  );
  const own = [...found].filter(([, name]) => name === connection);
  return Object.fromEntries(own.map(([, , outcome = "", count]) => [outcome, Number(count)]));
}

describe.each(pieces.map(([name], index) => [name, index] as const))(
  "a server that sends %s without end",
  (_name, index) => {
    it("and receives events fails them by what it does, not by the time it takes", async () => {
      const url = `http://${floods[index]?.host}/events`;
      const { shop, database, gateway } = harness;
      const { body } = await shop.request<NewEventEndpoint>("POST", "/v1/event-endpoints", { body: { url } });
      const sessionId = await insertSession(database.pool, "shop");
      await insertEvent(database.pool, { sessionId, seq: 1 });
      gateway.services.events.notifier.ring();
      const path = `/v1/event-endpoints/${body.endpoint.id}`;
      const [attempt] = await waitFor(
        async () => {
          const { items } = (await shop.get<{ items: EventAttempt[] }>(`${path}/attempts`)).body;
          return items.length > 0 ? items : undefined;
        },
        { timeoutMs: 12_000 },
      );
      expect(attempt).toMatchObject({ outcome: "unreachable", httpStatus: null });
      expect((await shop.get("/healthz")).status).toBe(200);
      await shop.request("DELETE", path);
    });

    it("and is a provider fails the call by what it does, not by the time it takes", async () => {
      const name = `flood-${index}`;
      await saveIdentomat(name, `http://${floods[index]?.host}/external-api`);
      await saveFlow(name, [name]);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => harness.shop.createSession({ flow: name })),
      );
      for (const answer of answers) expect(readProblem(answer).status).toBeGreaterThanOrEqual(500);
      const outcomes = await countOutcomes(name);
      expect(outcomes["unavailable"]).toBeGreaterThan(0);
      expect(outcomes).not.toHaveProperty("timeout");
      expect((await harness.shop.get("/healthz")).status).toBe(200);
    });
  },
);

const codings: [name: string, coding: Coding][] = [
  ["gzip", { name: "gzip", encode: gzipSync }],
  ["GZIP in capitals", { name: "GZIP", encode: gzipSync }],
  ["deflate", { name: "deflate", encode: deflateSync }],
  ["br", { name: "br", encode: brotliCompressSync }],
  ["utf-8, which is none", { name: "utf-8", encode: (plain) => plain }],
  ["none", { name: "none", encode: (plain) => plain }],
];

describe.each(codings)("a provider that codes its answers with %s", (_name, coding) => {
  it("is understood when a session is created and read: Identomat", async () => {
    const proxy = await startCodingProxy(harness.identomat.url, coding);
    const name = `identomat-${coding.name.toLowerCase()}${coding.name === "GZIP" ? "-2" : ""}`;
    await saveIdentomat(name, `${proxy.url}/external-api`);
    await saveFlow(name, [name]);
    const { status, body } = await harness.shop.createSession({ flow: name });
    expect(status).toBe(201);
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
    expect(proxy.coded.some((path) => path.includes("/begin/"))).toBe(true);
    expect(proxy.coded.some((path) => path.includes("/result/"))).toBe(true);
    expect(Object.keys(await countOutcomes(name))).toEqual(["ok"]);
    proxy.close();
  });

  it("is understood from its token on: Ondato", async () => {
    const proxy = await startCodingProxy(harness.ondato?.url ?? "", coding);
    const name = `ondato-${coding.name.toLowerCase()}${coding.name === "GZIP" ? "-2" : ""}`;
    const { url } = proxy;
    const settings = {
      environment: "sandbox",
      hosts: { token: url, idv: url, kyc: url, page: url },
      clientId: "shop-client",
      clientSecret: "shop-client-secret",
      webhook: { scheme: "hmac", secrets: ["a-webhook-secret-of-ondato"] },
    };
    await harness.provisioning.saveConnection({ name, adapter: "ondato", tenant: "shop", settings });
    await saveFlow(name, [name], { setupId: ondatoSetupId });
    const { status, body } = await harness.shop.createSession({ flow: name });
    expect(status).toBe(201);
    harness.ondato?.control.act(await harness.findReference(body.id), { act: "approve" });
    await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
    expect(proxy.coded).toContain("/connect/token");
    expect(Object.keys(await countOutcomes(name))).toEqual(["ok"]);
    proxy.close();
  });
});

describe("a provider whose name nobody knows", () => {
  it("costs no session: the next target is tried at once, and nothing is unknown", async () => {
    const name = "nowhere";
    await saveIdentomat(name, "https://provider-of-nobody.invalid/external-api");
    await saveFlow(name, [name, "shop-identomat"]);
    const begun = harness.identomat.control.ledger().sessionsCreated;
    for (let count = 0; count < 12; count += 1) {
      const { status, body } = await harness.shop.createSession({ flow: name });
      expect(status).toBe(201);
      expect(body.status).toBe("SESSION_CREATED");
    }
    expect(harness.identomat.control.ledger().sessionsCreated).toBe(begun + 12);
    const outcomes = await countOutcomes(name);
    expect(Object.keys(outcomes)).toEqual(["unavailable"]);
  });

  it("alone is answered as such, and the same key works once its name is known again", async () => {
    await saveIdentomat("lost", "https://provider-of-nobody.invalid/external-api");
    await saveFlow("lost", ["lost"]);
    const key = crypto.randomUUID();
    const problem = readProblem(await harness.shop.createSession({ flow: "lost" }, key));
    expect(problem).toMatchObject({ status: 503, code: "provider_unavailable", retryable: true });
    await saveIdentomat("lost", `${harness.identomat.url}/external-api`);
    const answer = await waitFor(async () => {
      const again = await harness.shop.createSession({ flow: "lost" }, key);
      return again.status === 201 ? again : undefined;
    });
    expect(answer.body.status).toBe("SESSION_CREATED");
  });
});
