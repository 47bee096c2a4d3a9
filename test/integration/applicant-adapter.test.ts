import type { Event, MessageEvent, NewEventEndpoint, Session, Timeline } from "@kyc-gateway/http-api";
import { loadAdapters } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  account,
  startProofloop,
  type Act,
  type ProofloopSimulator,
} from "../conformance/fixtures/applicant-adapter/simulator.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { answerOk, answerStatus, startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { allScopes, startHarness, waitUntilServing, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let proofloop: ProofloopSimulator;
let receiver: EventReceiver;
let shop: ApiClient;

// A provider whose unit is the applicant, whose verdict can be "try again", and whose webhooks name the applicant alone.
beforeAll(async () => {
  receiver = await startEventReceiver();
  proofloop = await startProofloop();
  const modules: Readonly<Record<string, () => Promise<object>>> = {
    identomat: () => import("@kyc-gateway/adapter-identomat"),
    proofloop: () => import("../conformance/fixtures/applicant-adapter/src/index.ts"),
  };
  const adapters = await loadAdapters(Object.keys(modules), async (name) => (await modules[name]?.()) ?? {});
  harness = await startHarness({ adapters, env: { KYC_EVENT_HOSTS_ALLOWED: receiver.host } });
  const { provisioning, gateway } = harness;
  const settings = {
    baseUrl: proofloop.url,
    appToken: account.appToken,
    secretKey: account.secretKey,
    webhookSecrets: [account.webhookSecret],
  };
  await provisioning.saveConnection({ name: "people", adapter: "proofloop", tenant: "shop", settings });
  const targets = [{ connection: "people", settings: { level: "full" } }];
  await provisioning.saveFlow({ tenant: "shop", name: "people", targets });
  const scopes = [...allScopes, "evidence:read"] as const;
  const { key } = await provisioning.createKey({ tenant: "shop", name: "people", scopes });
  shop = createApiClient(gateway.url, key);
  await waitUntilServing(shop);
  proofloop.control.setWebhookUrl(`${gateway.url}/webhooks/proofloop/people`);
});
afterAll(async () => {
  await shop.close();
  await harness[Symbol.asyncDispose]();
  await proofloop.close();
  await receiver[Symbol.asyncDispose]();
});

interface Started {
  readonly id: string;
  readonly applicant: string;
  readonly session: Session;
}

async function start(person: string = crypto.randomUUID()): Promise<Started> {
  const applicant = { id: person };
  const { status, body, text } = await shop.createSession({ flow: "people", applicant });
  if (status !== 201) throw new Error(`No session: ${text}`);
  return { id: body.id, applicant: await harness.findReference(body.id), session: body };
}

async function act({ id, applicant }: Started, name: Act, status: Session["status"]): Promise<Session> {
  expect(await proofloop.control.act(applicant, { act: name })).toBe(200);
  return waitFor(async () => {
    const session = await shop.readSession(id);
    return session.status === status ? session : undefined;
  });
}

const launch = (id: string) => shop.request<Session>("POST", `/v1/sessions/${id}/launch`);
const describeEntries = ({ entries }: Timeline) =>
  entries.map(({ attempt, from, to, isReversal }) => [attempt, from, to, isReversal]);

describe("an applicant who is asked to try again", () => {
  it("has two attempts, a fresh link, evidence of the second, and a verdict that is reversed later", async () => {
    const started = await start();
    const first = started.session.launch?.url;
    await act(started, "start", "IN_PROGRESS");
    expect(await act(started, "submit", "PENDING_REVIEW")).toMatchObject({ attempt: 1 });

    const again = await act(started, "ask_again", "IN_PROGRESS");
    expect(again).toMatchObject({
      attempt: 2,
      origin: "provider",
      reasons: [{ code: "document_unreadable", raw: "UNREADABLE" }],
    });

    const relaunched = await launch(started.id);
    expect(relaunched.status).toBe(200);
    expect(relaunched.body.launch?.url).toMatch(/^https:\/\/verify\.proofloop\.example\//);
    expect(relaunched.body.launch?.url).not.toBe(first);

    expect(await act(started, "submit", "PENDING_REVIEW")).toMatchObject({ attempt: 2 });
    await act(started, "approve", "APPROVED");
    const evidence = await shop.get<{ items: { id: string; kind: string }[] }>(
      `/v1/sessions/${started.id}/evidence`,
    );
    expect(evidence.body.items).toEqual([
      expect.objectContaining({ id: "front-1", kind: "document_front" }),
      expect.objectContaining({ id: "selfie-1", kind: "face" }),
    ]);
    const opened = await shop.get(`/v1/sessions/${started.id}/evidence/front-1`);
    expect([opened.status, opened.text]).toEqual([200, "jpeg of front-1"]);
    expect((await shop.get(`/v1/sessions/${started.id}/evidence/back-1`)).status).toBe(404);

    expect(readProblem(await launch(started.id))).toMatchObject({ status: 409, code: "session_over" });
    await act(started, "reject", "REJECTED");
    expect(describeEntries(await shop.readTimeline(started.id))).toEqual([
      [1, "NOT_STARTED", "SESSION_CREATED", false],
      [1, "SESSION_CREATED", "IN_PROGRESS", false],
      [1, "IN_PROGRESS", "PENDING_REVIEW", false],
      [2, "PENDING_REVIEW", "IN_PROGRESS", false],
      [2, "IN_PROGRESS", "PENDING_REVIEW", false],
      [2, "PENDING_REVIEW", "APPROVED", false],
      [2, "APPROVED", "REJECTED", true],
    ]);
    const told = await waitFor(async () => {
      const { items } = (await shop.get<{ items: Event[] }>("/v1/events?limit=500")).body;
      const own = items.filter(({ sessionId }) => sessionId === started.id);
      return own.at(-1)?.data.status === "REJECTED" ? own : undefined;
    });
    expect(told.map(({ type, data: { attempt } }) => [type, attempt])).toEqual([
      ["session.created", 1],
      ["session.status_changed", 1],
      ["session.status_changed", 1],
      ["session.status_changed", 2],
      ["session.status_changed", 2],
      ["session.decided", 2],
      ["session.decision_reversed", 2],
    ]);
  });

  it("keeps to an approval whose case is tried again, until there is another verdict", async () => {
    const started = await start();
    await act(started, "submit", "PENDING_REVIEW");
    await act(started, "approve", "APPROVED");
    await proofloop.control.act(started.applicant, { act: "ask_again" });
    const reopened = await waitFor(async () => {
      const session = await shop.readSession(started.id);
      return session.attempt === 2 ? session : undefined;
    });
    expect(reopened.status).toBe("APPROVED");
    expect(reopened.notices.map(({ code }) => code)).toContain("decision_reopened");
    expect((await launch(started.id)).body.launch?.url).toMatch(/^https:/);
    await proofloop.control.act(started.applicant, { act: "submit" });
    const decided = await act(started, "reject", "REJECTED");
    expect(decided).toMatchObject({ attempt: 2, launch: null });
  });

  it("is approved until the provider's own day, as the applicant's standing says", async () => {
    const person = crypto.randomUUID();
    const started = await start(person);
    await act(started, "submit", "PENDING_REVIEW");
    await act(started, "approve", "APPROVED");
    const { body } = await shop.get<{ flows: { validUntil: string | null }[] }>(`/v1/applicants/${person}`);
    expect(body.flows.map(({ validUntil }) => validUntil)).toEqual(["2031-05-04T00:00:00.000Z"]);
  });
});

describe("progress that no read tells", () => {
  it("is taken from the webhook that tells it, and is no decision", async () => {
    const started = await start();
    const seen = await act(started, "open_link", "IN_PROGRESS");
    expect(seen).toMatchObject({ attempt: 1, origin: "provider" });
    await shop.request("POST", `/v1/sessions/${started.id}/refresh`);
    expect((await shop.readSession(started.id)).status).toBe("IN_PROGRESS");
  });
});

describe("a fresh link", () => {
  it("opens a session again that our own clock had closed", async () => {
    const started = await start();
    await harness.database.pool.query(
      "update sessions set lapses_at = now() - interval '1 second', next_read_at = now() where id = $1",
      [started.id],
    );
    await shop.request("POST", `/v1/sessions/${started.id}/refresh`);
    expect(await shop.readSession(started.id)).toMatchObject({ status: "EXPIRED", origin: "gateway" });
    const { status, body } = await launch(started.id);
    expect([status, body.status]).toEqual([200, "SESSION_CREATED"]);
    expect(Date.parse(body.lapsesAt ?? "")).toBeGreaterThan(Date.now());
    expect((await shop.readTimeline(started.id)).entries.at(-1)).toMatchObject({ cause: "relaunch" });
  });

  it("may be asked for at once by many, and every answer leads in", async () => {
    const started = await start();
    const answers = await Promise.all(Array.from({ length: 5 }, () => launch(started.id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.launch?.url)).size).toBe(5);
  });

  it.each<{
    what: string;
    answer: readonly [number, string];
    prepare: (started: Started) => Promise<string>;
  }>([
    {
      what: "another tenant's session",
      answer: [404, "session_not_found"],
      prepare: async () => (await harness.bank.createSession()).body.id,
    },
    { what: "what is no id", answer: [404, "session_not_found"], prepare: async () => "not-an-id" },
    {
      what: "a session in review",
      answer: [409, "session_over"],
      async prepare(started) {
        await act(started, "submit", "PENDING_REVIEW");
        return started.id;
      },
    },
    {
      what: "a session of a provider that gives none",
      answer: [409, "launch_unsupported"],
      prepare: async () => (await shop.createSession()).body.id,
    },
  ])("into $what is refused as $answer", async ({ answer: [status, code], prepare }) => {
    const id = await prepare(await start());
    expect(readProblem(await launch(id))).toMatchObject({ status, code });
  });

  it("is no link into nothing when the provider refuses, hangs up or answers HTML", async () => {
    const started = await start();
    for (const [fault, code] of [
      [{ kind: "server_error" }, "provider_unavailable"],
      [{ kind: "garbage", shape: "html" }, "provider_unrecognised"],
      [{ kind: "rate_limited" }, "provider_unavailable"],
    ] as const) {
      proofloop.control.addFault({ fault, operation: "links" });
      expect(readProblem(await launch(started.id)).code).toBe(code);
      proofloop.control.clearFaults();
    }
    expect((await shop.readSession(started.id)).launch).toEqual(started.session.launch);
  });
});

describe("a provider's record of a person", () => {
  it("is told of the earlier one when the same person comes again", async () => {
    const person = crypto.randomUUID();
    const first = await start(person);
    const second = await start(person);
    const [one, other] = [first, second].map(({ applicant }) =>
      proofloop.control.list().find(({ applicantId }) => applicantId === applicant),
    );
    expect([one?.copyOf, other?.copyOf]).toEqual([undefined, first.applicant]);
  });

  it("that is another session's already is refused by name, and nothing of either changes", async () => {
    const first = await start();
    proofloop.control.answerAlwaysWith(first.applicant);
    const answer = await shop.createSession({ flow: "people", applicant: { id: "person-2" } });
    proofloop.control.answerAlwaysWith(undefined);
    expect(readProblem(answer)).toMatchObject({ status: 502, code: "provider_reference_taken" });
    expect(await harness.findReference(first.id)).toBe(first.applicant);
    expect((await shop.readSession(first.id)).seq).toBe(first.session.seq);
  });
});

async function subscribe(types: readonly string[]) {
  const path = `/${crypto.randomUUID()}`;
  const body = { url: `${receiver.url}${path}`, types };
  const answer = await shop.request<NewEventEndpoint>("POST", "/v1/event-endpoints", { body });
  return { path, id: answer.body.endpoint.id };
}

describe("a one-time code for the applicant", () => {
  it("goes to the endpoint that asks for it, at once, and is kept nowhere", async () => {
    const started = await start();
    const asked = await subscribe(["applicant.message"]);
    const other = await subscribe(["session.decided"]);
    expect(await proofloop.control.act(started.applicant, { act: "send_code" })).toBe(200);
    const [got] = receiver.at(asked.path);
    expect(got?.event as unknown as MessageEvent).toMatchObject({
      type: "applicant.message",
      sessionId: started.id,
      data: { purpose: "one_time_code", channel: "sms", content: "493817", recipient: "+995555000000" },
    });
    expect(receiver.at(other.path)).toEqual([]);
    const { pool } = harness.database;
    for (const table of ["deliveries", "outbox", "event_attempts", "timeline", "audit_log"]) {
      const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${table} t`);
      expect(rows.filter(({ text }) => text.includes("493817"))).toEqual([]);
    }
    expect(harness.capture.lines.join("\n")).not.toContain("493817");
    expect(harness.capture.lines.join("\n")).not.toContain("+995555000000");
    await shop.request("DELETE", `/v1/event-endpoints/${asked.id}`);
  });

  it("that no endpoint takes is answered with 503, so that the provider sends it again", async () => {
    const started = await start();
    const asked = await subscribe(["applicant.message"]);
    receiver.answerWith(answerStatus(500));
    expect(await proofloop.control.act(started.applicant, { act: "send_code" })).toBe(503);
    receiver.answerWith(answerOk);
    expect(await proofloop.control.act(started.applicant, { act: "send_code" })).toBe(200);
    expect(receiver.at(asked.path)).toHaveLength(2);
    await shop.request("DELETE", `/v1/event-endpoints/${asked.id}`);
  });

  it("that nobody asks for is taken and dropped", async () => {
    const started = await start();
    expect(await proofloop.control.act(started.applicant, { act: "send_code" })).toBe(200);
    expect(
      receiver.received.filter(({ text }) => text.includes(started.id) && text.includes("493817")),
    ).toEqual([]);
  });
});
