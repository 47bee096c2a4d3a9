import { addOperator, type Gateway } from "@kyc-gateway/gateway";
import { describe, expect, it } from "vitest";
import { createFeedStore } from "../../gateway/src/features/events/feed/feed.store.ts";
import { createApiClient } from "../support/api-client.ts";
import { fillDatabase } from "../support/fill-database.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { letLapse, sweepNow } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

/** Tables that grow with the traffic, and their partitions. */
const bigTables =
  "^(sessions|deliveries|delivery_keys|timeline|outbox|session_reports|idempotency_keys)(_[0-9]{8})?$";

interface TableReads {
  readonly name: string;
  readonly rows: number;
  /** Rows that scans without an index went through. */
  readonly read: number;
}

/** Of tables and partitions that are worth an index: a handful of pages is read faster without one. */
async function listTableReads({ database }: Harness): Promise<TableReads[]> {
  const text = `select relname as name, n_live_tup::int as rows, seq_tup_read::int as read
    from pg_stat_user_tables where relname ~ $1 and n_live_tup > 0 and pg_relation_size(relid) > 10 * 8192`;
  return (await database.pool.query<TableReads>(text, [bigTables])).rows;
}

async function countRows({ database }: Harness, table: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(`select count(*)::int from ${table}`);
  return rows[0]?.count ?? -1;
}

/** Everything that happens in a day: products, providers, workers, operators and Prometheus. */
async function liveThroughADay(harness: Harness, gateway: Gateway): Promise<void> {
  const { identomat, database } = harness;
  const shop = createApiClient(gateway.url, harness.key);
  await waitUntilServing(shop);
  const key = await addOperator(
    gateway.services.database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  const operator = createApiClient(gateway.url, key);
  const created = await Promise.all(["a", "b", "c"].map(() => shop.createSession()));
  const ids = created.map(({ body }) => body.id);
  for (const id of ids) identomat.control.act(await harness.findReference(id), { act: "approve" });
  for (const id of ids) await waitFor(async () => (await shop.readSession(id)).status === "APPROVED");
  const { body: walkedAway } = await shop.createSession();
  await letLapse(database, walkedAway.id);
  await waitFor(async () => (await shop.readSession(walkedAway.id)).status === "EXPIRED");
  const [first = ""] = ids;
  for (const path of [
    `/v1/sessions/${first}/result`,
    `/v1/sessions/${first}/timeline`,
    "/v1/sessions?limit=25",
    "/v1/sessions?limit=25&applicantId=user-1",
    "/v1/applicants/user-1",
    "/v1/events?limit=25",
    "/metrics",
  ])
    expect((await shop.get(path)).status).toBe(200);
  for (const path of ["/inbox", "/deliveries", "/deliveries?state=parked", `/deliveries?sessionId=${first}`])
    expect((await operator.get(`/admin/v1${path}`)).status).toBe(200);
  await shop.request("DELETE", `/v1/sessions/${first}`);
  await waitFor(async () => (await shop.readSession(first)).erasure === "done");
  await sweepNow(database);
  await database.pool.query("select graphile_worker.add_job('create-partitions')");
  await Promise.all([operator.close(), shop.close()]);
}

/** What a connection has counted is told when it closes. */
async function stop({ database }: Harness, gateway: Gateway): Promise<void> {
  await gateway.stop();
  const text =
    "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> ''";
  await waitFor(async () => (await database.pool.query(text)).rows.length === 0);
}

/** Sessions begin, are told of and are decided, so many at once that each connection of the pools has its part. */
async function liveThroughAnHour(harness: Harness): Promise<void> {
  const { shop, identomat } = harness;
  const created = await Promise.all(Array.from({ length: 30 }, () => shop.createSession()));
  const ids = created.map(({ body }) => body.id);
  for (const id of ids) identomat.control.act(await harness.findReference(id), { act: "approve" });
  await Promise.all(ids.map((id) => waitFor(async () => (await shop.readSession(id)).status === "APPROVED")));
}

const stormRows = 20_000;

/** Rows as those that are there, all of this moment. PostgreSQL is not told to look at the tables again. */
async function growSuddenly({ database: { pool } }: Harness): Promise<void> {
  await pool.query(
    `insert into sessions
     select (jsonb_populate_record(x.s, jsonb_build_object('id', overlay((x.s).id::text placing lpad(to_hex(n), 12, '0') from 25),
       'provider_reference', 'grown-' || n))).*
     from (select s from sessions s where status = 'APPROVED' limit 1) x, generate_series(1, $1::int) n`,
    [stormRows],
  );
  const known = `(array(select provider_reference from sessions where provider_reference not like 'grown-%'))[1 + n % 30]`;
  for (const [index, [kind, state, reference]] of [
    ["settled", "applied", "'grown'"],
    ["of nobody", "waiting", "'nobody-' || n % 50"],
    ["of sessions", "waiting", known],
  ].entries())
    await pool.query(
      `insert into deliveries
       select (jsonb_populate_record(x.d, jsonb_build_object('id', overlay((x.d).id::text placing $4::text || lpad(to_hex(n), 10, '0') from 25), 'state', $2::text,
         'session_reference', ${reference}, 'dedupe_key', '\\x' || md5($3::text || n)))).*
       from (select d from deliveries d where state = 'applied' limit 1) x, generate_series(1, $1::int) n`,
      [stormRows, state, kind, `a${index}`],
    );
}

/** Rows read without an index, or along all ids. */
async function countUnselectiveReads({ database: { pool } }: Harness): Promise<Map<string, number>> {
  await pool.query("select pg_stat_force_next_flush()");
  const { rows } = await pool.query<{ name: string; read: number }>(
    `select t.relname as name, (t.seq_tup_read + coalesce(i.idx_tup_read, 0))::int as read
     from pg_stat_user_tables t left join pg_stat_user_indexes i on i.relid = t.relid and i.indexrelname ~ '_pkey$'
     where t.relname ~ '^(sessions|deliveries_[0-9]{8}|outbox_[0-9]{8})$'`,
  );
  return new Map(rows.map(({ name, read }) => [name, read]));
}

describe("a database that was all but empty when its statements were planned", () => {
  it("is read by the right indexes after a storm, before PostgreSQL has looked at it again", async () => {
    await using harness = await startHarness();
    const { pool } = harness.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relname ~ $1",
      [bigTables],
    );
    for (const { name } of tables) await pool.query(`alter table ${name} set (autovacuum_enabled = false)`);
    await harness.shop.createSession();
    await pool.query("analyze");
    await liveThroughAnHour(harness);
    await growSuddenly(harness);
    const before = await countUnselectiveReads(harness);
    await waitFor(async () => (await countRows(harness, "deliveries where state = 'waiting'")) === 0, {
      timeoutMs: 20_000,
    });
    await liveThroughAnHour(harness);
    await stop(harness, harness.gateway);
    const reads = [...(await countUnselectiveReads(harness))].map(([name, read]) => [
      name,
      read - (before.get(name) ?? 0),
    ]);
    expect(reads.filter(([, read]) => Number(read) >= 2 * stormRows)).toEqual([]);
  }, 90_000);
});

describe("a database that has grown", () => {
  it("is never read from end to end by what happens every day", async () => {
    await using harness = await startHarness();
    await fillDatabase(harness.database, { sessions: 10_000, deliveries: 30_000 });
    await stop(harness, harness.gateway);
    const before = new Map((await listTableReads(harness)).map((table) => [table.name, table]));
    const gateway = await startTestGateway({ databaseUrl: harness.database.url });
    harness.identomat.control.setCallbackUrl(`${gateway.url}/webhooks/identomat/shop-identomat`, "shop");
    await liveThroughADay(harness, gateway);
    await stop(harness, gateway);
    // One that became worth an index only now was rightly read without.
    const scanned = (await listTableReads(harness)).filter(({ name, read }) => {
      const then = before.get(name);
      return then !== undefined && read - then.read >= then.rows;
    });
    expect(before.size).toBeGreaterThan(60);
    expect(scanned).toEqual([]);
  }, 90_000);

  it("loses what is beyond its time, and the feed knows from where on it is whole", async () => {
    await using harness = await startHarness({
      env: {
        KYC_INBOX_RETENTION_DAYS: "90",
        KYC_EVENT_RETENTION_DAYS: "30",
        KYC_IDEMPOTENCY_RETENTION_DAYS: "30",
      },
    });
    await fillDatabase(harness.database, { sessions: 7300, deliveries: 14_600 });
    const { pool } = harness.database;
    await pool.query("select graphile_worker.add_job('drop-expired')");
    // A year of twenty sessions and forty deliveries a day.
    await waitFor(async () => (await countRows(harness, "idempotency_keys")) < 600, { timeoutMs: 20_000 });
    expect(await countRows(harness, "deliveries")).toBeGreaterThan(40 * 87);
    // By whole weeks, and no row is left in one that is over.
    expect(await countRows(harness, "deliveries")).toBeLessThan(40 * (91 + 7));
    expect(await countRows(harness, "outbox")).toBeLessThan(20 * (31 + 7));
    expect(await countRows(harness, "outbox")).toBeGreaterThan(20 * 28);
    expect(await countRows(harness, "timeline")).toBe(7300);
    expect(await countRows(harness, "sessions")).toBe(7300);
    const { rows } = await pool.query<{ dropped: number; left: number }>(
      "select dropped_through::int as dropped, (select min(number)::int from outbox) as left from event_numbering",
    );
    expect(rows[0]?.left).toBe((rows[0]?.dropped ?? 0) + 1);
  }, 90_000);

  it("has its new events numbered at every look, and the old ones at a process's first", async () => {
    await using harness = await startHarness();
    await fillDatabase(harness.database, { sessions: 400, deliveries: 400 });
    const { pool } = harness.database;
    const { database, vault } = harness.gateway.services;
    const feed = createFeedStore(database, vault);
    await feed.number("test");
    const { rows } = await pool.query<{ id: string }>(
      `update outbox set number = null where id in ((select min(id::text)::uuid from outbox), (select max(id::text)::uuid from outbox)) returning id`,
    );
    const [old, recent] = rows.map(({ id }) => id).toSorted();
    const listUnnumbered = async () =>
      (await pool.query<{ id: string }>("select id from outbox where number is null")).rows.map(
        ({ id }) => id,
      );
    expect(await listUnnumbered()).toContain(old);
    await feed.number("test");
    expect(await listUnnumbered()).toEqual([old]);
    expect(recent).not.toBe(old);
    await createFeedStore(database, vault).number("test");
    expect(await listUnnumbered()).toEqual([]);
  }, 90_000);
});
