import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { v7 as newUuid } from "uuid";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { openDatabase } from "../../gateway/src/platform/database/database.ts";
import { newIdAt } from "../support/old-rows.ts";
import { waitFor } from "../support/wait-for.ts";

const name = `${inject("databaseSource")?.template}_old_schema`;
let url: string;
let client: Client;

async function onServer(statement: string): Promise<void> {
  const server = new Client({ connectionString: inject("databaseSource").serverUrl });
  await server.connect();
  await server.query(statement);
  await server.end();
}

/** A database whose tables are not partitioned yet. */
beforeEach(async () => {
  await onServer(`create database ${name}`);
  const target = new URL(inject("databaseSource").serverUrl);
  target.pathname = name;
  url = target.href;
  const old = await openDatabase({ url, poolSize: 2 });
  await old.orm.migrator.up({ to: "0021-growth" });
  await old.close();
  client = new Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await onServer(`drop database ${name} with (force)`);
});

const [tenant, connection, session] = [newUuid(), newUuid(), newIdAt(100)];

/** Ten deliveries and events in a hundred days, and a delivery of a clock that was a year ahead. */
async function fill(): Promise<string[]> {
  await client.query("insert into tenants values ($1, 'shop', now())", [tenant]);
  await client.query(
    `insert into connections (id, name, adapter, settings, sealed_secrets, created_at, updated_at)
     values ($1, 'one', 'a', '{}', '', now(), now())`,
    [connection],
  );
  await client.query(
    `insert into sessions (id, tenant_id, flow, applicant_id, status, created_at, updated_at)
     values ($1, $2, 'standard', 'a', 'APPROVED', now() - interval '100 days', now())`,
    [session, tenant],
  );
  const ids = [...Array(10).keys()].map((index) => newIdAt(100 - index * 10)).concat(newIdAt(-365));
  for (const [index, id] of ids.entries()) {
    const daysAgo = index < 10 ? 100 - index * 10 : -365;
    await client.query(
      `insert into deliveries (id, connection_id, session_id, event_id, event_type, dedupe_key, sealed_body, state, received_at)
       values ($1, $2, $3, $4::text, 'update', sha256($4::text::bytea), '', 'applied', now() - $5 * interval '1 day')`,
      [id, connection, session, `event-${index}`, daysAgo],
    );
    await client.query(
      `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
       values ($1, $2, $3, $4, 'session.created', '{}', now())`,
      [id, tenant, session, index + 1],
    );
    await client.query(
      `insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, cause, is_reversal, reasons)
       values ($1, $2, $3, now() - $4 * interval '1 day', 'APPROVED', 'APPROVED', 'webhook', false, '[]')`,
      [session, index + 1, tenant, daysAgo],
    );
  }
  await client.query("select number_events(100, 'test')");
  return ids;
}

async function read<Row>(text: string): Promise<Row[]> {
  return (await client.query(text)).rows as Row[];
}

it("every row of a filled database is there after the tables were partitioned, and none was copied", async () => {
  const ids = await fill();
  const told = "select id, position::int, number::int, seq from outbox order by position";
  const [before] = [await read(told)];
  const file = await read("select pg_relation_filenode('deliveries')::text as file");
  expect(await migrate(url)).toContain("0040-partitions");
  expect(await read("select pg_relation_filenode('deliveries_before')::text as file")).toEqual(file);
  expect(await read(told)).toEqual(before);
  for (const table of ["deliveries", "outbox"])
    expect(await read(`select id, tableoid::regclass::text as place from ${table} order by id`)).toEqual(
      ids.map((id, index) => ({ id, place: `${table}_${index < 10 ? "before" : "default"}` })),
    );
  expect(await read("select seq from timeline order by seq")).toHaveLength(11);
  expect(await read("select 1 from delivery_keys")).toHaveLength(11);
  // Two partitions ahead; the running one is the old table, until it ends.
  expect(await read("select name from list_time_partitions('deliveries')")).toHaveLength(4);
});

it("what comes after is numbered after what was there, and goes to the old table's place in time", async () => {
  await fill();
  await migrate(url);
  await client.query(
    `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
     values ($1, $2, $3, 12, 'session.erased', '{}', now())`,
    [newUuid(), tenant, session],
  );
  await client.query("select number_events(100, 'test')");
  expect(
    await read(
      "select number::int, tableoid::regclass::text as place from outbox order by position desc limit 1",
    ),
  ).toEqual([{ number: 12, place: "outbox_before" }]);
});

it("a transaction that is under way comes to its end, whatever tables it goes on to", async () => {
  await fill();
  await client.query("begin");
  await client.query("update deliveries set attempts = 1");
  const migrating = migrate(url);
  const watcher = new Client({ connectionString: url });
  await watcher.connect();
  const waiting = `select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = 'deliveries'::regclass`;
  await waitFor(async () => ((await watcher.query(waiting)).rowCount ?? 0) > 0);
  await client.query("update sessions set read_count = 1");
  await client.query("select from outbox for update");
  await client.query("commit");
  expect(await migrating).toContain("0040-partitions");
  await watcher.end();
});

it("an empty database has partitions alone", async () => {
  await migrate(url);
  expect(await read("select to_regclass('deliveries_before') as oid")).toEqual([{ oid: null }]);
  const indexes = await read<{ name: string }>(
    "select indexname as name from pg_indexes where tablename in ('deliveries', 'outbox', 'timeline', 'event_attempts')",
  );
  expect(indexes.map(({ name: index }) => index).filter((index) => index.includes("before"))).toEqual([]);
});
