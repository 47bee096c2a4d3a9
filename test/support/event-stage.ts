import { randomUUID } from "node:crypto";
import type { EventAttempt, EventEndpoint, NewEventEndpoint } from "@kyc-gateway/http-api";
import { startEventReceiver, type EventReceiver, type ReceivedEvent } from "./event-receiver.ts";
import { insertEvent, insertSession, skipRetryDelay } from "./event-storage.ts";
import { startHarness, type Harness } from "./gateway-harness.ts";
import { waitFor } from "./wait-for.ts";

/** A gateway that may post to two receivers, seen by the product `shop`. */
export interface EventStage {
  readonly harness: Harness;
  readonly receiver: EventReceiver;
  readonly other: EventReceiver;
  /** An endpoint of its own path, at the first receiver unless told otherwise. */
  addEndpoint(body?: object, at?: EventReceiver): Promise<NewEventEndpoint & { readonly path: string }>;
  readEndpoint(id: string): Promise<EventEndpoint>;
  listAttempts(id: string): Promise<EventAttempt[]>;
  /** Events of one session, as transitions write them. Gives their ids. */
  happen(count: number, type?: string): Promise<string[]>;
  /** What came at a path, once it is so much. */
  waitForEvents(path: string, count: number, at?: EventReceiver): Promise<readonly ReceivedEvent[]>;
  waitForFailure(endpointId: string, failures: number): Promise<void>;
  /** As if the time until the next attempt had passed. */
  skipDelay(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startEventStage(): Promise<EventStage> {
  const [receiver, other] = [await startEventReceiver(), await startEventReceiver()];
  const harness = await startHarness({ env: { KYC_EVENT_HOSTS_ALLOWED: `${receiver.host},${other.host}` } });
  const { shop, database, gateway } = harness;
  const { pool } = database;
  const readEndpoint = async (id: string) =>
    (await shop.get<EventEndpoint>(`/v1/event-endpoints/${id}`)).body;
  return {
    harness,
    receiver,
    other,
    async addEndpoint(body = {}, at = receiver) {
      const path = `/${randomUUID()}`;
      const answer = await shop.request<NewEventEndpoint>("POST", "/v1/event-endpoints", {
        body: { url: `${at.url}${path}`, ...body },
      });
      if (answer.status !== 201) throw new Error(`No endpoint: ${answer.text}`);
      return { ...answer.body, path };
    },
    readEndpoint,
    listAttempts: async (id) =>
      (await shop.get<{ items: EventAttempt[] }>(`/v1/event-endpoints/${id}/attempts?limit=100`)).body.items,
    async happen(count, type) {
      const sessionId = await insertSession(pool, "shop");
      const ids: string[] = [];
      for (let seq = 1; seq <= count; seq += 1)
        ids.push(await insertEvent(pool, { sessionId, seq, ...(type === undefined ? {} : { type }) }));
      gateway.services.events.notifier.ring();
      return ids;
    },
    async waitForEvents(path, count, at = receiver) {
      await waitFor(() => at.at(path).length >= count, { timeoutMs: 10_000 });
      return at.at(path);
    },
    async waitForFailure(id, failures) {
      await waitFor(async () => (await readEndpoint(id)).failures === failures);
    },
    async skipDelay() {
      await skipRetryDelay(pool);
      gateway.services.events.notifier.onRemoteEvent("");
    },
    async [Symbol.asyncDispose]() {
      await harness[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}

export const listIds = (received: readonly ReceivedEvent[]): string[] =>
  received.map(({ event }) => event.id);
export const readHeaders = ({ headers }: ReceivedEvent): Record<string, string> =>
  headers as Record<string, string>;
export const endpointPath = (id: string): string => `/v1/event-endpoints/${id}`;
