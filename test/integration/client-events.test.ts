import {
  createKycClient,
  KycSignatureError,
  verifyEvent,
  type FollowedEvent,
  type FollowOptions,
  type KycClientOptions,
} from "@kyc-gateway/client";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readHeaders, startEventStage, type EventStage } from "../support/event-stage.ts";
import { startMeddlingProxy, type MeddlingProxy } from "../support/meddling-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: EventStage;
let proxy: MeddlingProxy;
beforeAll(async () => {
  stage = await startEventStage();
  proxy = await startMeddlingProxy(stage.harness.gateway.url);
});
afterEach(() => proxy.meddle({}));
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const connect = (options: Partial<KycClientOptions> = {}) =>
  createKycClient({ baseUrl: proxy.url, apiKey: stage.harness.key, ...options });

/** The place behind everything that happened so far. */
async function readEnd(): Promise<string> {
  // What no consumer has waited for yet is in the feed a moment later.
  const { pool } = stage.harness.database;
  await waitFor(
    async () => (await pool.query("select 1 from outbox where number is null limit 1")).rowCount === 0,
  );
  const kyc = connect();
  let page = await kyc.events.list({ limit: 500 });
  while (page.hasMore) page = await kyc.events.list({ limit: 500, after: page.nextCursor });
  return page.nextCursor;
}

/** Follows in the background. */
function follow(options: FollowOptions, client: Partial<KycClientOptions> = {}) {
  const leaving = new AbortController();
  const got: FollowedEvent[] = [];
  const interruptions: Error[] = [];
  const events = connect(client).events.follow({
    ...options,
    signal: leaving.signal,
    onInterruption: (error) => void interruptions.push(error),
  });
  const reading = (async () => {
    for await (const followed of events) got.push(followed);
  })();
  return {
    got,
    interruptions,
    listIds: () => got.map(({ event }) => event.id),
    async leave() {
      leaving.abort();
      await reading;
    },
    reading,
  };
}

describe("following the feed", () => {
  it("tells what was there, and what happens, in order", async () => {
    const after = await readEnd();
    const before = await stage.happen(3);
    const following = follow({ after });
    await waitFor(() => following.got.length === 3);
    const behind = await stage.happen(2);
    await waitFor(() => following.got.length === 5);
    expect(following.listIds()).toEqual([...before, ...behind]);
    await following.leave();
    expect(following.interruptions).toEqual([]);
  });

  it("goes on behind the last event when the stream is cut, again and again: nothing is missed, nothing comes twice", async () => {
    const after = await readEnd();
    const following = follow({ after });
    const all: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      all.push(...(await stage.happen(4)));
      await waitFor(() => following.got.length === all.length, { timeoutMs: 10_000 });
      proxy.cutAll();
    }
    all.push(...(await stage.happen(4)));
    await waitFor(() => following.got.length === all.length, { timeoutMs: 10_000 });
    expect(following.listIds()).toEqual(all);
    expect(following.interruptions.length).toBeGreaterThanOrEqual(3);
    await following.leave();
  });

  it.each([20, 150, 700, 1500])(
    "leaves out an event that is cut off, until it comes whole: behind %i bytes",
    async (afterBytes) => {
      const after = await readEnd();
      const all = await stage.happen(5);
      proxy.meddle({ cutAnswers: { times: 3, afterBytes } });
      const following = follow({ after });
      await waitFor(() => following.got.length === 5, { timeoutMs: 20_000 });
      expect(following.listIds()).toEqual(all);
      await following.leave();
    },
  );

  it("resumes the next day at the cursor that was stored", async () => {
    const after = await readEnd();
    const all = await stage.happen(4);
    const first = follow({ after });
    await waitFor(() => first.got.length === 4);
    await first.leave();
    const { cursor } = first.got[1] ?? {};
    const second = follow({ ...(cursor !== undefined && { after: cursor }) });
    await waitFor(() => second.got.length === 2);
    expect(second.listIds()).toEqual(all.slice(2));
    await second.leave();
  });

  it("tells only the types that are wanted", async () => {
    const after = await readEnd();
    await stage.happen(2, "session.status_changed");
    const wanted = await stage.happen(1, "session.decided");
    const following = follow({ after, types: ["session.decided", "session.decision_reversed"] });
    await waitFor(() => following.got.length === 1);
    expect(following.listIds()).toEqual(wanted);
    await following.leave();
  });

  it("asks for pages where a proxy keeps streams back", async () => {
    const after = await readEnd();
    const all = await stage.happen(2);
    proxy.meddle({ collectAnswers: true });
    const following = follow({ after, silenceMs: 200 }, { timeoutMs: 1500 });
    await waitFor(() => following.got.length >= 2, { timeoutMs: 30_000 });
    expect(following.listIds()).toEqual(all);
    await following.leave();
  });

  it("takes pages where a proxy takes away what it asks for", async () => {
    const after = await readEnd();
    const all = await stage.happen(2);
    proxy.meddle({ dropRequestHeaders: ["accept"] });
    const following = follow({ after });
    await waitFor(() => following.got.length === 2);
    all.push(...(await stage.happen(1)));
    await waitFor(() => following.got.length === 3);
    expect(following.listIds()).toEqual(all);
    await following.leave();
  });

  it("goes on when the gateway is away for a while", async () => {
    const after = await readEnd();
    proxy.meddle({ answerItself: { times: 2, status: 502, body: "<html></html>" } });
    const following = follow({ after });
    const all = await stage.happen(1);
    await waitFor(() => following.got.length === 1, { timeoutMs: 10_000 });
    expect(following.listIds()).toEqual(all);
    expect(following.interruptions).toHaveLength(2);
    await following.leave();
  });

  it("ends with an error that waiting does not change", async () => {
    const { reading } = follow({}, { apiKey: "kyc_of-nobody" });
    await expect(reading).rejects.toMatchObject({ code: "unauthenticated" });
    const wrong = follow({ after: "not-a-cursor" });
    await expect(wrong.reading).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("closes the connection when the consumer leaves the loop", async () => {
    const after = await readEnd();
    await stage.happen(1);
    const events = connect().events.follow({ after });
    await events.next();
    await events.return(undefined);
    const { hub } = stage.harness.gateway.services.events;
    await waitFor(() => hub.waiterCount === 0);
  });
});

/** A POST of the gateway's, as it came; `keys` are what the product was shown. */
async function receive(kind: "hmac" | "ed25519") {
  const made = await stage.addEndpoint({ keyKind: kind });
  await stage.happen(1);
  const [received] = await stage.waitForEvents(made.path, 1);
  if (received === undefined) throw new Error("Nothing came.");
  const key = made.key.secret ?? made.key.publicKey ?? "";
  return { made, key, body: received.text, headers: readHeaders(received), event: received.event };
}

describe.each(["hmac", "ed25519"] as const)("a posted event that is signed with %s", (kind) => {
  it("is proven by one call, which gives it", async () => {
    const { key, headers, body, event } = await receive(kind);
    expect(await verifyEvent({ key, headers, body })).toEqual(event);
    expect(await verifyEvent({ key, headers: new Headers(headers), body: Buffer.from(body) })).toEqual(event);
  });

  it("is proven by the old key and by the new one while keys are replaced", async () => {
    const { key, made } = await receive(kind);
    const next = await connect().eventEndpoints.rotateKey(made.endpoint.id, { kind, overlapHours: 1 });
    await stage.happen(1);
    const [, received] = await stage.waitForEvents(made.path, 2);
    if (received === undefined) throw new Error("Nothing came.");
    const newKey = next.secret ?? next.publicKey ?? "";
    const posted = { headers: readHeaders(received), body: received.text };
    for (const one of [key, newKey, [key, newKey], [`whsec_${Buffer.alloc(32).toString("base64")}`, newKey]])
      expect(await verifyEvent({ key: one, ...posted })).toEqual(received.event);
  });

  it("is refused when anything was changed, whoever changed it", async () => {
    const { key, headers, body } = await receive(kind);
    const other = await receive(kind);
    const changes = {
      signature_mismatch: [
        { body: `${body} ` },
        { key: other.key },
        { headers: { ...headers, "webhook-id": other.event.id } },
        { headers: { ...headers, "webhook-signature": other.headers["webhook-signature"] } },
        { headers: { ...headers, "webhook-signature": "v1, v1a, v1,AAAA v1a,???? v2,AAAA" } },
        { headers: { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) } },
      ],
      header_missing: [
        { headers: { ...headers, "webhook-signature": undefined } },
        { headers: { ...headers, "webhook-id": [headers["webhook-id"] ?? "", "another"] } },
        { headers: {} },
        { headers: new Headers() },
      ],
      key_unusable: [{ key: "" }, { key: "whsec_" }, { key: key.slice(6) }, { key: `${key}!` }, { key: [] }],
      clock_differs: [
        { at: new Date(Date.now() + 302_000) },
        { at: new Date(Date.now() - 302_000) },
        { headers: { ...headers, "webhook-timestamp": "soon" } },
        { headers: { ...headers, "webhook-timestamp": "1e9" } },
      ],
    };
    for (const [failure, cases] of Object.entries(changes))
      for (const change of cases) {
        const error: unknown = await verifyEvent({ key, headers, body, ...change }).catch(
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(KycSignatureError);
        expect(error).toMatchObject({ failure });
        expect(String(error)).not.toContain(key.slice(8));
      }
  });
});

describe("the clocks of gateway and product", () => {
  it("may differ by five minutes, or by what the product allows", async () => {
    const { key, headers, body, event } = await receive("hmac");
    const ahead = new Date(Date.now() + 290_000);
    expect(await verifyEvent({ key, headers, body, at: ahead })).toEqual(event);
    const strict = verifyEvent({ key, headers, body, at: ahead, toleranceSeconds: 60 });
    await expect(strict).rejects.toThrow(/signed \d+ s ago; at most 60 s are allowed/);
    const behind = verifyEvent({ key, headers, body, at: new Date(Date.now() - 600_000) });
    await expect(behind).rejects.toThrow(/in the future/);
  });
});

describe("the library of Standard Webhooks", () => {
  it("and the client take the same events", async () => {
    const { key, headers, body, event } = await receive("hmac");
    expect(new Webhook(key).verify(body, headers)).toEqual(await verifyEvent({ key, headers, body }));
    const signed = new Webhook(key).sign(event.id, new Date(), body);
    const own = { ...headers, "webhook-signature": signed };
    expect(await verifyEvent({ key, headers: own, body })).toEqual(event);
  });

  it.each(["not json", "[]", '"text"', '{"id":"another"}', "\u0000"])(
    "signs %j, which is no event",
    async (body) => {
      const key = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
      const at = new Date();
      const headers = {
        "webhook-id": "event-1",
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(key).sign("event-1", at, body),
      };
      await expect(verifyEvent({ key, headers, body })).rejects.toMatchObject({ failure: "body_unreadable" });
    },
  );
});
