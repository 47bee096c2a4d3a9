import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { EventPage } from "@kyc-gateway/http-api";
import { Agent, request as send } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { insertEvent, insertSession } from "../support/event-storage.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { startStopwatch } from "../support/stopwatch.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let replica: Awaited<ReturnType<typeof startTestGateway>>;
beforeAll(async () => {
  harness = await startHarness();
  replica = await startTestGateway({ databaseUrl: harness.database.url });
});
afterAll(async () => {
  await replica.stop();
  await harness[Symbol.asyncDispose]();
});

const hubs = () => [harness.gateway.services.events.hub, replica.services.events.hub];
const countWaiters = () => hubs().reduce((sum, hub) => sum + hub.waiterCount, 0);
afterEach(() => waitFor(() => countWaiters() === 0));

interface Consumer {
  readonly keyId: string;
  readonly key: string;
  readonly client: ApiClient;
}

/** A key of its own, known to both replicas. */
async function createConsumer(url: string): Promise<Consumer> {
  const { id, key } = await harness.provisioning.createKey({
    tenant: "shop",
    name: `consumer-${crypto.randomUUID()}`,
    scopes: ["events:read", "sessions:read"],
  });
  const client = createApiClient(url, key);
  await waitUntilServing(client);
  return { keyId: id, key, client };
}

async function readEnd(client: ApiClient): Promise<string> {
  let { hasMore, nextCursor } = (await client.get<EventPage>("/v1/events?limit=500")).body;
  while (hasMore)
    ({ hasMore, nextCursor } = (
      await client.get<EventPage>(`/v1/events?limit=500&after=${nextCursor}`)
    ).body);
  return nextCursor;
}

/** A stream, and its end. */
async function openStream(url: string, key: string, after: string) {
  const answer = await send(`${url}/v1/events?after=${after}`, {
    headers: { authorization: `Bearer ${key}`, accept: "text/event-stream" },
  });
  expect(answer.statusCode).toBe(200);
  return { ended: answer.body.text().catch(() => "") };
}

/** A second is promised; the rest is for a database on a busy machine. */
const endsWithinMs = 3000;

/** What ends a key, at the database: replicas onRemoteEvent of it as of any other change. */
const ends: [name: string, end: (keyId: string) => Promise<unknown>, code: string][] = [
  ["is revoked", (keyId) => harness.provisioning.revokeKey(keyId), "unauthenticated"],
  [
    "expires",
    (keyId) =>
      change("update api_keys set expires_at = now() + interval '300 milliseconds' where id = $1", keyId),
    "unauthenticated",
  ],
  [
    "loses the scope",
    (keyId) => change("update api_keys set scopes = '{sessions:read}' where id = $1", keyId),
    "scope_missing",
  ],
  ["is deleted", (keyId) => change("delete from api_keys where id = $1", keyId), "unauthenticated"],
];

async function change(text: string, keyId: string): Promise<void> {
  await harness.database.pool.query(text, [keyId]);
}

describe.each(ends)("when its key %s", (_name, end, code) => {
  it("a stream ends within a second, on every replica", async () => {
    const consumer = await createConsumer(harness.gateway.url);
    await waitUntilServing(createApiClient(replica.url, consumer.key));
    const after = await readEnd(consumer.client);
    const urls = [harness.gateway.url, replica.url];
    const streams = await Promise.all(urls.map((url) => openStream(url, consumer.key, after)));
    await waitFor(() => countWaiters() === 2);
    const watch = startStopwatch();
    await end(consumer.keyId);
    await Promise.all(streams.map(({ ended }) => ended));
    expect(watch.stopMs()).toBeLessThan(endsWithinMs);
    await consumer.client.close();
  });

  it("a long poll is answered as a new request would be, within a second", async () => {
    const consumer = await createConsumer(replica.url);
    const after = await readEnd(consumer.client);
    const poll = consumer.client.get(`/v1/events?after=${after}&wait=30`);
    await waitFor(() => countWaiters() === 1);
    const watch = startStopwatch();
    await end(consumer.keyId);
    expect(readProblem(await poll).code).toBe(code);
    expect(watch.stopMs()).toBeLessThan(endsWithinMs);
    await consumer.client.close();
  });
});

describe("a key that lives on", () => {
  it("keeps its stream when another key of the tenant ends, and when its own gains a scope", async () => {
    const [living, ending] = [
      await createConsumer(harness.gateway.url),
      await createConsumer(harness.gateway.url),
    ];
    const after = await readEnd(living.client);
    const [stream, other] = await Promise.all(
      [living, ending].map(({ key }) => openStream(harness.gateway.url, key, after)),
    );
    await waitFor(() => countWaiters() === 2);
    await change("update api_keys set scopes = scopes || '{sessions:write}' where id = $1", living.keyId);
    await harness.provisioning.revokeKey(ending.keyId);
    await other?.ended;
    expect(countWaiters()).toBe(1);
    await harness.provisioning.revokeKey(living.keyId);
    await stream?.ended;
  });
});

/** They wait for each other; whoever waited too long is told to come back, and does. */
async function add(client: ApiClient, index: number): Promise<number> {
  const body = { url: `https://example.org/${index}` };
  return waitFor(async () => {
    const { status } = await client.request("POST", "/v1/event-endpoints", { body });
    return status === 503 ? undefined : status;
  });
}

describe("event endpoints", () => {
  it("are made up to their limit and no further, however many requests come at once", async () => {
    const tenant = "bank";
    const { key } = await harness.provisioning.createKey({
      tenant,
      name: "endpoints",
      scopes: ["endpoints:write", "endpoints:read", "sessions:read"],
    });
    const client = createApiClient(harness.gateway.url, key);
    await waitUntilServing(client);
    const statuses = await Promise.all(Array.from({ length: 60 }, (_, index) => add(client, index)));
    expect(statuses.filter((status) => status === 201)).toHaveLength(50);
    const { body } = await client.get<{ items: unknown[] }>("/v1/event-endpoints");
    expect(body.items).toHaveLength(50);
    await client.close();
  });
});

describe("many long polls on one connection", () => {
  it.each(["", "&wait=1"])("leave nothing behind on it: ?limit=1%s", async (query) => {
    const { key, client } = await createConsumer(harness.gateway.url);
    await insertEvent(harness.database.pool, {
      sessionId: await insertSession(harness.database.pool, "shop"),
      seq: 1,
    });
    await waitFor(async () => (await client.get<EventPage>("/v1/events")).body.items.length > 0);
    const port = Number(new URL(harness.gateway.url).port);
    const counts: { socket: Socket; close: number; abort: number }[] = [];
    const note = (message: unknown): void => {
      const { socket } = (message as { request: IncomingMessage }).request;
      if (socket.localPort === port)
        counts.push({ socket, close: socket.listenerCount("close"), abort: socket.listenerCount("error") });
    };
    subscribe("http.server.request.start", note);
    const agent = new Agent({ connections: 1, pipelining: 1 });
    try {
      for (let index = 0; index < 30; index += 1) {
        const answer = await send(`${harness.gateway.url}/v1/events?limit=1${query}`, {
          headers: { authorization: `Bearer ${key}` },
          dispatcher: agent,
        });
        await answer.body.dump();
      }
    } finally {
      unsubscribe("http.server.request.start", note);
      await Promise.all([agent.destroy(), client.close()]);
    }
    const own = counts.filter(({ socket }) => socket === counts.at(-1)?.socket);
    expect(own).toHaveLength(30);
    expect(own.at(-1)?.close).toBe(own[1]?.close);
    expect(own.at(-1)?.abort).toBe(own[1]?.abort);
  });
});
