import { setTimeout as delay } from "node:timers/promises";
import type { EventPage, NewEventEndpoint } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { insertEvent, insertSession } from "../support/event-storage.ts";
import { describeEnvironment, startHarness, type Harness } from "../support/gateway-harness.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import type { NodeProcess } from "../support/spawn-node.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let receiver: EventReceiver;
beforeAll(async () => {
  receiver = await startEventReceiver();
  // The one that lives serves requests alone.
  const env = { KYC_ROLES: "api", KYC_EVENT_HOSTS_ALLOWED: receiver.host };
  harness = await startHarness({ env });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function startWorker(): Promise<NodeProcess> {
  const env = { KYC_ROLES: "worker", KYC_EVENT_HOSTS_ALLOWED: receiver.host };
  const worker = await spawnGateway({ env: describeEnvironment({ databaseUrl: harness.database.url, env }) });
  await worker.waitForLine(/"gateway_started"/, { timeoutMs: 60_000 });
  return worker;
}

const paths = ["/a", "/b", "/c", "/d"];
const eventCount = 300;

function countDistinct(path: string): number {
  return new Set(receiver.at(path).map(({ event }) => event.id)).size;
}

async function writeEvents(): Promise<void> {
  const { pool } = harness.database;
  const sessions = await Promise.all(Array.from({ length: 5 }, () => insertSession(pool, "shop")));
  for (let index = 0; index < eventCount; index += 1) {
    const sessionId = sessions[index % sessions.length] ?? "";
    await insertEvent(pool, { sessionId, seq: Math.floor(index / sessions.length) + 1 });
    harness.gateway.services.events.notifier.ring();
    await delay(10);
  }
}

it("workers that are killed in the middle lose no event, change none, and keep the order", async () => {
  const [first, second] = await Promise.all([startWorker(), startWorker()]);
  for (const path of paths) {
    const body = { url: `${receiver.url}${path}` };
    const made = await harness.shop.request<NewEventEndpoint>("POST", "/v1/event-endpoints", { body });
    expect(made.status).toBe(201);
  }
  const writing = writeEvents();
  await waitFor(() => receiver.received.length > 100, { timeoutMs: 15_000 });
  await first.kill();
  const third = await startWorker();
  await waitFor(() => receiver.received.length > 500, { timeoutMs: 30_000 });
  await second.kill();
  await writing;
  await waitFor(() => paths.every((path) => countDistinct(path) === eventCount), { timeoutMs: 40_000 });
  const { items } = (await harness.shop.get<EventPage>("/v1/events?limit=500")).body;
  for (const path of paths) {
    const texts = new Map<string, string>();
    for (const { event, text } of receiver.at(path)) {
      expect(texts.get(event.id) ?? text).toBe(text);
      texts.set(event.id, text);
    }
    expect([...texts.keys()]).toEqual(items.map(({ id }) => id));
  }
  await third.stop();
}, 240_000);
