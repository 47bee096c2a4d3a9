import { setTimeout as delay } from "node:timers/promises";
import { Event, Reason, type EventPage, StatusOriginSchema } from "@kyc-gateway/http-api";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertEvent, insertSession } from "../support/event-storage.ts";
import { startHarness, startTestGateway, type Harness } from "../support/gateway-harness.ts";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

async function read(query: string): Promise<EventPage> {
  const { status, body, text } = await harness.shop.get<EventPage>(`/v1/events?${query}`);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return body;
}

/** Reads until the page is as wanted. */
async function readUntil(query: string, isWanted: (page: EventPage) => boolean): Promise<EventPage> {
  let page = await read(query);
  await waitFor(async () => {
    page = await read(query);
    return isWanted(page);
  });
  return page;
}

/** The place behind everything that happened so far. */
async function readEnd(): Promise<string> {
  let { hasMore, nextCursor } = await read("limit=500");
  while (hasMore) ({ hasMore, nextCursor } = await read(`limit=500&after=${nextCursor}`));
  return nextCursor;
}

async function openStream(query: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const answer = await send(`${harness.gateway.url}/v1/events?${query}`, {
    headers: { authorization: `Bearer ${harness.key}`, accept: "text/event-stream", ...headers },
    signal: leaving.signal,
  });
  const got = { text: "", isEnded: false };
  const reading = (async () => {
    for await (const chunk of answer.body) got.text += String(chunk);
  })()
    .catch(() => undefined)
    .finally(() => {
      got.isEnded = true;
    });
  const listIds = () =>
    [...got.text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => (JSON.parse(data) as Event).id);
  const lastCursor = () => [...got.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? "";
  return { answer, got, listIds, lastCursor, leave: () => leaving.abort(), reading };
}

describe("the feed", () => {
  it("tells every change of a session in order, in the published shape", async () => {
    const after = await readEnd();
    const { body: session } = await harness.shop.createSession();
    harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(session.id)).status === "APPROVED");
    const { items } = await readUntil(
      `after=${after}`,
      (page) => page.items.at(-1)?.type === "session.decided",
    );
    const ofSession = items.filter(({ sessionId }) => sessionId === session.id);
    expect(ofSession.map(({ seq }) => seq)).toEqual(ofSession.map((_, index) => index + 1));
    const ajv = new Ajv({ allErrors: true, keywords: ["x-allowed"] }).addSchema([Reason, StatusOriginSchema]);
    addFormats.default(ajv);
    const isEvent = ajv.compile(Event);
    for (const event of items)
      expect({ isEvent: isEvent(event), errors: isEvent.errors }).toEqual({ isEvent: true, errors: null });
  });

  it("has what this process has answered before, whenever it is read", async () => {
    const place = await readEnd();
    const created: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      created.push((await harness.shop.createSession()).body.id);
      const { items } = await read(`limit=500&after=${place}`);
      expect(items.map(({ sessionId }) => sessionId)).toEqual(created);
    }
  });

  it("gives pages that join without a gap", async () => {
    const after = await readEnd();
    const sessionId = await insertSession(harness.database.pool, "shop");
    const ids: string[] = [];
    for (let seq = 1; seq <= 7; seq += 1)
      ids.push(await insertEvent(harness.database.pool, { sessionId, seq }));
    await waitFor(async () => (await read(`after=${after}`)).items.length === 7);
    const pages: EventPage[] = [await read(`after=${after}&limit=3`)];
    while (pages.at(-1)?.hasMore === true)
      pages.push(await read(`limit=3&after=${pages.at(-1)?.nextCursor}`));
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
    expect((await read(`after=${pages.at(-1)?.nextCursor}`)).items).toEqual([]);
  });

  it("does not pass over an event whose transaction commits late", async () => {
    const { pool } = harness.database;
    const after = await readEnd();
    const [early, late] = [await insertSession(pool, "shop"), await insertSession(pool, "shop")];
    const client = await pool.connect();
    await client.query("begin");
    const lateId = await insertEvent(client, { sessionId: late, seq: 1 });
    const earlyId = await insertEvent(pool, { sessionId: early, seq: 1 });
    const first = await readUntil(`after=${after}`, (page) => page.items.length > 0);
    expect(first.items.map(({ id }) => id)).toEqual([earlyId]);
    await client.query("commit");
    client.release();
    const second = await readUntil(`after=${first.nextCursor}`, (page) => page.items.length > 0);
    expect(second.items.map(({ id }) => id)).toEqual([lateId]);
  });

  it("tells each event once to a consumer that follows many transactions that overlap", async () => {
    const { pool } = harness.database;
    let after = await readEnd();
    const seen: Event[] = [];
    const sessions = await Promise.all(Array.from({ length: 12 }, () => insertSession(pool, "shop")));
    const writers = { isAnyAtWork: true };
    const writing = Promise.all(
      sessions.map(async (sessionId, index) => {
        for (let seq = 1; seq <= 10; seq += 1) {
          const client = await pool.connect();
          await client.query("begin");
          await insertEvent(client, { sessionId, seq });
          await delay((index * 7 + seq * 11) % 40);
          await client.query("commit");
          client.release();
        }
      }),
    ).finally(() => {
      writers.isAnyAtWork = false;
    });
    // Always at the end of the feed, where an event that commits late could be passed over.
    const readOn = async () => {
      harness.gateway.services.events.notifier.ring();
      const page = await read(`after=${after}&limit=500`);
      seen.push(...page.items);
      after = page.nextCursor;
      return page.items.length;
    };
    while (writers.isAnyAtWork) await readOn();
    await writing;
    await waitFor(async () => (await readOn()) === 0 && seen.length >= 120);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    for (const sessionId of sessions)
      expect(seen.filter((event) => event.sessionId === sessionId).map(({ seq }) => seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ]);
  });

  it("filters by type, and shows nobody another tenant's events", async () => {
    const { pool } = harness.database;
    const after = await readEnd();
    const sessionId = await insertSession(pool, "shop");
    await insertEvent(pool, { sessionId, seq: 1 });
    const expired = await insertEvent(pool, { sessionId, seq: 2, type: "session.expired" });
    await waitFor(async () => (await read(`after=${after}`)).items.length === 2);
    const { items } = await read(`after=${after}&types=session.expired,session.erased`);
    expect(items.map(({ id }) => id)).toEqual([expired]);
    const bank = await harness.bank.get<EventPage>(`/v1/events?after=${after}`);
    expect(bank.body.items).toEqual([]);
  });

  it.each(["session_expired", "session.expired,", "session.expired,session.opened", "session.expired.", ""])(
    "refuses a type that there is none of: %j",
    async (types) => {
      expect(readProblem(await harness.shop.get(`/v1/events?types=${types}`))).toMatchObject({
        status: 400,
        issues: [{ pointer: "query types" }],
      });
    },
  );

  it("refuses a cursor that it did not give, and one whose events are gone", async () => {
    expect(readProblem(await harness.shop.get("/v1/events?after=nonsense"))).toMatchObject({
      status: 400,
      issues: [{ pointer: "query after" }],
    });
    const { pool } = harness.database;
    const after = await readEnd();
    await insertEvent(pool, { sessionId: await insertSession(pool, "shop"), seq: 1 });
    await waitFor(async () => (await read(`after=${after}`)).items.length === 1);
    await pool.query("update event_numbering set dropped_through = last_number");
    expect(readProblem(await harness.shop.get(`/v1/events?after=${after}`)).code).toBe("cursor_expired");
    await pool.query("update event_numbering set dropped_through = 0");
  });
});

describe("a long poll", () => {
  it("answers as soon as something happens", async () => {
    const after = await readEnd();
    const waiting = read(`after=${after}&wait=20`);
    await waitFor(() => harness.gateway.services.events.hub.waiterCount === 1);
    const { body: session } = await harness.shop.createSession();
    const watch = startStopwatch();
    const { items } = await waiting;
    expect(items).toMatchObject([{ sessionId: session.id, type: "session.created", seq: 1 }]);
    expect(watch.stopMs()).toBeLessThan(1000);
    expect(harness.gateway.services.events.hub.waiterCount).toBe(0);
  });

  it("answers with an empty page when the time is up, and its cursor still holds", async () => {
    const after = await readEnd();
    const page = await read(`after=${after}&wait=1`);
    expect(page).toEqual({ items: [], nextCursor: after, hasMore: false });
  });

  it("is refused to a tenant that has too many of them, and to nobody else", async () => {
    const after = await readEnd();
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${harness.key}` };
    const waits = Array.from({ length: 100 }, () =>
      send(`${harness.gateway.url}/v1/events?after=${after}&wait=20`, { headers, signal: leaving.signal }),
    ).map((answer) => answer.catch(() => undefined));
    const { hub } = harness.gateway.services.events;
    await waitFor(() => hub.waiterCount === 100);
    expect(readProblem(await harness.shop.get("/v1/events?wait=1")).code).toBe("rate_limited");
    expect((await harness.bank.get("/v1/events?wait=1")).status).toBe(200);
    leaving.abort();
    await Promise.all(waits);
    await waitFor(() => hub.waiterCount === 0);
  });
});

describe("a stream", () => {
  it("tells what happened and what happens, and resumes where it broke off", async () => {
    const { pool } = harness.database;
    const after = await readEnd();
    const sessionId = await insertSession(pool, "shop");
    const ids = [await insertEvent(pool, { sessionId, seq: 1 })];
    const first = await openStream(`after=${after}`);
    expect(first.answer.headers["content-type"]).toBe("text/event-stream");
    await waitFor(() => first.listIds().length === 1);
    ids.push(await insertEvent(pool, { sessionId, seq: 2 }));
    await waitFor(() => first.listIds().length === 2);
    expect(first.listIds()).toEqual(ids);
    first.leave();
    await first.reading;
    ids.push(await insertEvent(pool, { sessionId, seq: 3 }));
    const second = await openStream("", { "last-event-id": first.lastCursor() });
    await waitFor(() => second.listIds().length === 1);
    expect(second.listIds()).toEqual(ids.slice(2));
    second.leave();
    await second.reading;
    await waitFor(() => harness.gateway.services.events.hub.waiterCount === 0);
  });

  it("hears what another replica committed, at once", async () => {
    await using other = await startReplica();
    const after = await readEnd();
    const stream = await openStream(`after=${after}`);
    const client = createApiClient(other.url, harness.key);
    await waitFor(async () => (await client.get("/readyz")).status === 200);
    const watch = startStopwatch();
    await client.createSession();
    await waitFor(() => stream.listIds().length === 1);
    expect(watch.stopMs()).toBeLessThan(800);
    stream.leave();
    await stream.reading;
    await client.close();
  });

  it("ends, as long polls do, when the gateway stops", async () => {
    const replica = await startReplica();
    const client = createApiClient(replica.url, harness.key);
    await waitFor(async () => (await client.get("/v1/events")).status === 200);
    const after = await readEnd();
    const poll = client.get<EventPage>(`/v1/events?after=${after}&wait=30`);
    const stream = await send(`${replica.url}/v1/events?after=${after}`, {
      headers: { authorization: `Bearer ${harness.key}`, accept: "text/event-stream" },
    });
    const text = stream.body.text();
    await waitFor(() => replica.gateway.services.events.hub.waiterCount === 2);
    const watch = startStopwatch();
    await replica.gateway.stop();
    expect(await poll).toMatchObject({ status: 200, body: { items: [] } });
    expect(await text).toContain("retry:");
    expect(watch.stopMs()).toBeLessThan(5000);
    await client.close();
  });
});

async function startReplica() {
  const gateway = await startTestGateway({ databaseUrl: harness.database.url });
  return { gateway, url: gateway.url, [Symbol.asyncDispose]: () => gateway.stop() };
}
