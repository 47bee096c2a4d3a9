import { randomUUID } from "node:crypto";
import type { EventAttempt, EventEndpoint, EventPage, ResendAccepted } from "@kyc-gateway/http-api";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { answerOk, type EventReceiver } from "../support/event-receiver.ts";
import {
  endpointPath,
  listIds,
  readHeaders,
  startEventStage,
  type EventStage,
} from "../support/event-stage.ts";
import type { Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";
import { insertEvent, insertSession } from "../support/event-storage.ts";

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

describe("an endpoint", () => {
  it("gets what happens to a session, in order, as the feed tells it", async () => {
    const { path } = await stage.addEndpoint();
    const { body: session } = await harness.shop.createSession();
    harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
    await waitFor(() => receiver.at(path).at(-1)?.event.type === "session.decided");
    const { items } = (await harness.shop.get<EventPage>("/v1/events?limit=500")).body;
    expect(receiver.at(path).map(({ event }) => event)).toEqual(
      items.filter(({ sessionId }) => sessionId === session.id),
    );
  });

  it("gets only the types that it wants, and nothing of another tenant", async () => {
    const { path } = await stage.addEndpoint({ types: ["session.expired"] });
    const { pool } = harness.database;
    const foreign = await insertSession(pool, "bank");
    await insertEvent(pool, { sessionId: foreign, seq: 1, type: "session.expired" });
    await stage.happen(2);
    const [id] = await stage.happen(1, "session.expired");
    expect(listIds(await stage.waitForEvents(path, 1))).toEqual([id]);
    expect(receiver.at(path)).toHaveLength(1);
  });

  it("is no business of another tenant", async () => {
    const { endpoint } = await stage.addEndpoint();
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/attempts"],
      ["POST", "/enable"],
      ["POST", "/test"],
    ] as const)
      expect(
        readProblem(await harness.bank.request(method, `${endpointPath(endpoint.id)}${path}`)).code,
      ).toBe("endpoint_not_found");
  });

  it("is made once for a URL", async () => {
    const { endpoint } = await stage.addEndpoint();
    const again = await harness.shop.request("POST", "/v1/event-endpoints", { body: { url: endpoint.url } });
    expect(readProblem(again).code).toBe("endpoint_exists");
  });

  it("says of a key that is gone that the key is, not the endpoint", async () => {
    const { endpoint } = await stage.addEndpoint();
    const path = `${endpointPath(endpoint.id)}/keys`;
    const { body } = await harness.shop.request<{ id: string }>("POST", path, { body: { kind: "hmac" } });
    expect((await harness.shop.request("DELETE", `${path}/${body.id}`)).status).toBe(200);
    const again = await harness.shop.request("DELETE", `${path}/${body.id}`);
    expect(readProblem(again).code).toBe("key_not_found");
  });

  it("is sent one event again or a range, not both", async () => {
    const { endpoint } = await stage.addEndpoint();
    const body = { since: "2026-01-01T00:00:00Z", eventId: crypto.randomUUID() };
    const answer = await harness.shop.request("POST", `${endpointPath(endpoint.id)}/resend`, { body });
    expect(readProblem(answer).issues).toMatchObject([{ pointer: "/eventId", code: "contradiction" }]);
  });

  it("is in the audit log with each change: who, what, in which request", async () => {
    const { endpoint } = await stage.addEndpoint();
    const path = endpointPath(endpoint.id);
    const foreign = await harness.bank.request("DELETE", path);
    expect(foreign.status).toBe(404);
    await harness.shop.request("PATCH", path, { body: { description: "orders" } });
    const rotated = await harness.shop.request<{ id: string }>("POST", `${path}/keys`, {
      body: { kind: "ed25519" },
    });
    await harness.shop.request("DELETE", `${path}/keys/${rotated.body.id}`);
    await harness.shop.request("POST", `${path}/disable`);
    await harness.shop.request("POST", `${path}/enable`);
    const [eventId] = await stage.happen(1);
    await waitFor(async () => {
      const { status } = await harness.shop.request("POST", `${path}/resend`, { body: { eventId } });
      return status === 202;
    });
    await harness.shop.request("DELETE", path);
    const { rows } = await harness.database.pool.query<{ action: string; operator: string; detail: object }>(
      "select action, operator, detail from audit_log where subject = $1 and request_id is not null and tenant_id is not null order by seq",
      [`endpoint ${endpoint.id}`],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "endpoint.create",
      "endpoint.update",
      "endpoint.rotate_key",
      "endpoint.remove_key",
      "endpoint.disable",
      "endpoint.enable",
      "endpoint.resend",
      "endpoint.remove",
    ]);
    expect(new Set(rows.map(({ operator }) => operator))).toEqual(
      new Set([expect.stringMatching(/^key \w+ \([0-9a-f-]{36}\)$/)]),
    );
    expect(rows.map(({ detail }) => detail).slice(1, 4)).toEqual([
      { changed: ["description"] },
      { key: rotated.body.id, kind: "ed25519", overlapHours: 24 },
      { key: rotated.body.id },
    ]);
  });

  it.each([
    ["http://shop.example/events", "wrong_scheme"],
    ["ftp://shop.example/events", "wrong_scheme"],
    ["not a url", "wrong_format"],
    ["https://user:secret@shop.example/", "credentials"],
    ["https://shop.example/#part", "fragment"],
    ["https://localhost/", "address_refused"],
    ["https://10.1.2.3/", "address_refused"],
    ["https://169.254.169.254/latest/meta-data", "address_refused"],
    ["https://0x7f000001/", "address_refused"],
    ["https://[::1]/", "address_refused"],
    ["https://[::ffff:192.168.0.1]/", "address_refused"],
    ["https://metadata.google.internal/", "address_refused"],
  ])("is refused at %s", async (url, code) => {
    const problem = readProblem(await harness.shop.request("POST", "/v1/event-endpoints", { body: { url } }));
    expect(problem).toMatchObject({ code: "invalid_request", issues: [{ pointer: "/url", code }] });
  });
});

describe("a tenant", () => {
  it("sends a test event, and reads what became of it", async () => {
    const { endpoint, key, path } = await stage.addEndpoint();
    const test = await harness.shop.request<EventAttempt>("POST", `${endpointPath(endpoint.id)}/test`);
    expect(test.body).toMatchObject({
      eventType: "endpoint.test",
      kind: "test",
      outcome: "succeeded",
      httpStatus: 204,
    });
    const [received] = receiver.at(path);
    expect(
      received && new Webhook(key.secret ?? "").verify(received.text, readHeaders(received)),
    ).toMatchObject({
      type: "endpoint.test",
    });
    expect(await stage.listAttempts(endpoint.id)).toMatchObject([{ id: test.body.id }]);
  });

  it("gets one event again, or all of a time, with the ids that they had", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    const since = new Date().toISOString();
    const ids = await stage.happen(4);
    await stage.waitForEvents(path, 4);
    const resend = (body: object) =>
      harness.shop.request<ResendAccepted>("POST", `${endpointPath(endpoint.id)}/resend`, { body });
    expect((await resend({ eventId: ids[1] })).body).toMatchObject({ count: 1 });
    await stage.waitForEvents(path, 5);
    expect((await resend({ since })).body).toMatchObject({ count: 4 });
    expect(listIds((await stage.waitForEvents(path, 9)).slice(4))).toEqual([ids[1], ...ids]);
    expect(readProblem(await resend({ eventId: randomUUID() })).code).toBe("event_not_found");
    await waitFor(
      async () =>
        (await stage.listAttempts(endpoint.id)).filter(({ kind }) => kind === "resend").length === 5,
    );
    const { rows } = await harness.database.pool.query("select 1 from event_resends");
    expect(rows).toEqual([]);
  });

  it("changes an endpoint, and events that still wait go by the change", async () => {
    const { endpoint, path } = await stage.addEndpoint();
    await harness.shop.request("POST", `${endpointPath(endpoint.id)}/disable`);
    const ids = [...(await stage.happen(1)), ...(await stage.happen(1, "session.expired"))];
    await waitFor(async () => (await stage.readEndpoint(endpoint.id)).pending.count === 2);
    const changed = await harness.shop.request<EventEndpoint>("PATCH", endpointPath(endpoint.id), {
      body: { url: `${other.url}${path}`, types: ["session.expired"] },
    });
    expect(changed.body).toMatchObject({
      state: "disabled",
      disabledReason: "requested",
      pending: { count: 1 },
    });
    await harness.shop.request("POST", `${endpointPath(endpoint.id)}/enable`);
    expect(listIds(await stage.waitForEvents(path, 1, other))).toEqual([ids[1]]);
    expect(receiver.at(path)).toEqual([]);
    expect((await harness.shop.request("DELETE", endpointPath(endpoint.id))).status).toBe(204);
    expect((await harness.shop.get(endpointPath(endpoint.id))).status).toBe(404);
  });

  it("finds no secret in what is stored", async () => {
    const { key } = await stage.addEndpoint();
    const { rows } = await harness.database.pool.query<{ text: string }>(
      "select encode(sealed_keys, 'escape') || e::text as text from event_endpoints e",
    );
    const secret = key.secret?.slice("whsec_".length) ?? "";
    expect(rows.map(({ text }) => text).join("")).not.toContain(secret.slice(0, 20));
    expect(harness.capture.lines.join("")).not.toContain(secret);
  });
});
