import { createConnectionControls } from "@kyc-gateway/gateway";
import type { Session } from "@kyc-gateway/http-api";
import type { IdentomatAct, OndatoAct } from "@kyc-gateway/simulators";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueDueReads } from "../../gateway/src/features/sessions/queue-due-reads.store.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { loadHastyAdapters } from "../support/hasty-adapters.ts";
import { letLapse, listDeliveries, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

const schedule = [1000, 1500, 2000];
/** Their steps and the sweep are seconds; the adapters' own schedule begins with a minute. */
const withinScheduleMs = 40_000;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true, adapters: await loadHastyAdapters(schedule) });
});
afterAll(() => harness[Symbol.asyncDispose]());

async function start(body: object = {}): Promise<Session> {
  const answer = await harness.shop.createSession(body);
  expect(answer.status).toBe(201);
  return answer.body;
}

async function readMetric(name: string, connection: string): Promise<number> {
  const { text } = await harness.shop.get("/metrics");
  const line = text.split("\n").find((each) => each.startsWith(`${name}{connection="${connection}"}`));
  return Number(line?.split(" ").at(-1));
}

describe("with every callback lost", () => {
  beforeAll(() => {
    harness.identomat.control.addFault({ fault: { kind: "lost" } });
    harness.ondato?.control.addFault({ fault: { kind: "lost" } });
  });
  afterAll(() => {
    harness.identomat.control.clearFaults();
    harness.ondato?.control.clearFaults();
  });

  const plays = [
    { acts: ["approve"], status: "APPROVED" },
    { acts: ["reject"], status: "REJECTED" },
    { acts: ["start"], status: "IN_PROGRESS" },
    { acts: ["manual_check"], status: "PENDING_REVIEW" },
    { acts: ["manual_check", "operator_reject"], status: "REJECTED" },
    { acts: ["approve", "operator_reject"], status: "REJECTED" },
    { acts: ["decline_terms"], status: "REJECTED" },
    { acts: [], status: "SESSION_CREATED" },
  ] as const satisfies readonly { acts: readonly IdentomatAct[]; status: string }[];

  const ondatoPlays = [
    { acts: ["approve"], status: "APPROVED" },
    { acts: ["reject"], status: "REJECTED" },
    { acts: ["await_review", "operator_approve"], status: "APPROVED" },
    { acts: ["abort"], status: "EXPIRED" },
  ] as const satisfies readonly { acts: readonly OndatoAct[]; status: string }[];

  it("every session is right within its schedule, by polling alone", async () => {
    const { shop, identomat, ondato, database } = harness;
    const expected = new Map<string, string>();
    for (const { acts, status } of [...plays, ...plays]) {
      const { id } = await start();
      const reference = await harness.findReference(id);
      for (const act of acts) identomat.control.act(reference, { act });
      expected.set(id, status);
    }
    for (const { acts, status } of ondatoPlays) {
      const { id } = await start({ flow: "ondato" });
      const reference = await harness.findReference(id);
      for (const act of acts) ondato?.control.act(reference, { act });
      expected.set(id, status);
    }
    await waitFor(
      async () => {
        const sessions = await Promise.all([...expected.keys()].map((id) => shop.readSession(id)));
        const wrong = sessions.filter(({ id, status }) => expected.get(id) !== status);
        if (wrong.length > 0)
          throw new Error(wrong.map(({ id, status }) => `${status}, not ${expected.get(id)}`).join("; "));
        return true;
      },
      { timeoutMs: withinScheduleMs },
    );
    expect(await listDeliveries(database)).toEqual([]);
    const { rows } = await database.pool.query<{ cause: string }>("select distinct cause from timeline");
    expect(rows.map(({ cause }) => cause).sort()).toEqual(["schedule", "start"]);
  });

  it("an override of a decision is found by a later look, and is a reversal", async () => {
    const { id } = await start();
    const reference = await harness.findReference(id);
    harness.identomat.control.act(reference, { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(id)).status === "APPROVED", {
      timeoutMs: withinScheduleMs,
    });
    harness.identomat.control.act(reference, { act: "operator_reject" });
    await waitFor(async () => (await harness.shop.readSession(id)).status === "REJECTED", {
      timeoutMs: withinScheduleMs,
    });
    const events = await listEvents(harness.database, id);
    expect(events.map(({ type }) => type)).toEqual([
      "session.created",
      "session.decided",
      "session.decision_reversed",
    ]);
  });

  it("a decision that comes after the lapse is found, and revises the expiry", async () => {
    const { id } = await start();
    await letLapse(harness.database, id);
    await waitFor(async () => (await harness.shop.readSession(id)).status === "EXPIRED", {
      timeoutMs: withinScheduleMs,
    });
    harness.identomat.control.act(await harness.findReference(id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(id)).status === "APPROVED", {
      timeoutMs: withinScheduleMs,
    });
  });

  it("the share of transitions that polling healed can be read", async () => {
    const { text } = await harness.shop.get("/metrics");
    expect(text).toMatch(/kyc_session_transitions_total\{[^}]*cause="schedule"[^}]*\} [1-9]/);
  });
});

describe("a start whose outcome stays unknown", () => {
  it("is closed when its time is over, and nothing is guessed before", async () => {
    const { identomat, database, shop } = harness;
    identomat.control.addFault({ operation: "begin", fault: { kind: "reset", at: "mid_body" } });
    const key = crypto.randomUUID();
    expect((await shop.createSession({}, key)).status).toBe(503);
    identomat.control.clearFaults();
    const { rows } = await database.pool.query<{ id: string }>(
      `update sessions set next_read_at = now(), lapses_at = now() where connection_id is null returning id`,
    );
    const id = rows[0]?.id ?? "";
    await waitFor(async () => (await shop.readSession(id)).status === "EXPIRED");
    expect((await listEvents(database, id)).map(({ seq, type }) => [seq, type])).toEqual([
      [1, "session.expired"],
    ]);
    const { status } = await shop.createSession({}, key);
    expect(status).toBe(409);
  });
});

describe("a provider that is away", () => {
  afterAll(() => harness.database.pool.query("delete from sessions where flow = 'backlog'"));

  it("is asked again less and less often, and the delivery is applied when it is back", async () => {
    const { identomat, database, shop } = harness;
    const { id } = await start();
    const reference = await harness.findReference(id);
    identomat.control.addFault({
      operation: "result",
      sessionId: reference,
      fault: { kind: "server_error" },
    });
    identomat.control.act(reference, { act: "approve" });
    const readPlan = async () => {
      const text = `select failed_reads, extract(epoch from next_read_at - now())::float8 as wait from sessions where id = $1`;
      return (await database.pool.query<{ failed_reads: number; wait: number }>(text, [id])).rows[0];
    };
    await waitFor(async () => ((await readPlan())?.failed_reads ?? 0) >= 2, { timeoutMs: 40_000 });
    expect((await shop.readSession(id)).status).toBe("SESSION_CREATED");
    identomat.control.clearFaults();
    await waitFor(async () => (await shop.readSession(id)).status === "APPROVED", { timeoutMs: 40_000 });
    expect((await shop.readTimeline(id)).entries.at(-1)).toMatchObject({ cause: "webhook" });
  });

  it("finds its backlog served at a bounded pace, which holds up no other connection", async () => {
    const { identomat, database, shop } = harness;
    await database.pool.query(
      `insert into sessions (id, tenant_id, flow, status, connection_id, provider_reference, created_at,
         updated_at, next_read_at)
       select gen_random_uuid(), c.tenant_id, 'backlog', 'IN_PROGRESS', c.id, gen_random_uuid()::text,
         now() - interval '1 day', now(), now() - interval '1 hour'
       from connections c, generate_series(1, 2000) where c.name = 'bank-identomat'`,
    );
    const readsBefore = identomat.control.ledger().requests["result"] ?? 0;
    const startedAt = performance.now();
    const { id } = await start();
    await letLapse(database, id);
    await waitFor(async () => (await shop.readSession(id)).status === "EXPIRED");
    const countReads = () => (identomat.control.ledger().requests["result"] ?? 0) - readsBefore;
    await waitFor(() => countReads() >= 80, { timeoutMs: 40_000 });
    const seconds = (performance.now() - startedAt) / 1000;
    // Ten per second for each of the two connections, in windows of two seconds.
    expect(countReads()).toBeLessThan(2 * 10 * (seconds + 4));
    // Metrics that ask the database are as old as their last answer.
    await waitFor(
      async () => (await readMetric("kyc_session_reads_overdue_seconds", "bank-identomat")) > 3000,
    );
    await waitFor(async () => (await readMetric("kyc_session_staleness_seconds", "bank-identomat")) > 80_000);
  });
});

describe("reads that are due", () => {
  it("of open sessions come before looks at settled ones, and the quota bounds both", async () => {
    const { database } = harness;
    const orders = createConnectionControls(harness.gateway.services.database, {
      operator: "test",
      requestId: null,
    });
    await orders.limit("bank-identomat", { callsPerSecond: 8 });
    const { pool } = database;
    const insert = `insert into sessions (id, tenant_id, flow, status, connection_id, provider_reference, created_at,
        updated_at, next_read_at, failed_reads)
      select gen_random_uuid(), c.tenant_id, $1, $2, c.id, gen_random_uuid()::text, now(), now(),
        now() - $3::interval, $4
      from connections c, generate_series(1, $5::int) where c.name = 'bank-identomat'`;
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query(insert, ["settled", "APPROVED", "1 hour", 0, 100]);
      await client.query(insert, ["open", "IN_PROGRESS", "1 second", 0, 3]);
      await client.query(insert, ["news", "REJECTED", "1 second", 1, 3]);
      const { rows } = await client.query<{ id: string }>(
        "select id from connections where name = 'bank-identomat'",
      );
      const connectionIds = rows.map(({ id }) => id);
      const queue = async (windowMs: number) => {
        const count = await queueDueReads(client, { connectionIds, windowMs });
        const left = await client.query<{ name: string; due: number }>(
          `select flow as name, count(*)::int as due from sessions
           where next_read_at <= now() and flow in ('settled', 'open', 'news') group by 1`,
        );
        return [count, Object.fromEntries(left.rows.map(({ name, due }) => [name, due]))];
      };
      expect(await queue(1000)).toEqual([4, expect.objectContaining({ settled: 100 })]);
      expect(await queue(1000)).toEqual([4, { settled: 98 }]);
      expect(await queue(1000)).toEqual([4, { settled: 94 }]);
      const jobs = await client.query(
        `select s.flow as name, j.priority, count(*)::int from graphile_worker.jobs j
         join sessions s on j.key = 'refresh:' || s.id where s.flow in ('settled', 'open', 'news')
         group by 1, 2 order by 1`,
      );
      expect(jobs.rows).toEqual([
        { name: "news", priority: 0, count: 3 },
        { name: "open", priority: 0, count: 3 },
        { name: "settled", priority: 1, count: 6 },
      ]);
    } finally {
      await client.query("rollback");
      client.release();
      await orders.limit("bank-identomat", {});
    }
  });
});

describe("a connection's silence", () => {
  it("is told beside its usual gap", async () => {
    const { identomat } = harness;
    const { id } = await start();
    const reference = await harness.findReference(id);
    for (const act of ["start", "manual_check", "operator_approve", "operator_reject"] as const) {
      identomat.control.act(reference, { act });
      await identomat.control.settleCallbacks();
    }
    await waitFor(async () => (await readMetric("kyc_connection_usual_gap_seconds", "shop-identomat")) >= 0, {
      timeoutMs: 40_000,
    });
    expect(await readMetric("kyc_connection_silence_seconds", "shop-identomat")).toBeLessThan(60);
    expect(await readMetric("kyc_connection_silence_seconds", "bank-identomat")).toBeNaN();
  });
});
