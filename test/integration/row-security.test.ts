import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  checkTenantRole,
  RowSecurityError,
} from "../../gateway/src/platform/database/tenancy/check-tenant-role.store.ts";
import type { Statement } from "../../gateway/src/platform/database/sql/statement-batch.ts";
import type { Queryable } from "../../gateway/src/platform/database/sql/query.ts";
import { openDatabase } from "../../gateway/src/platform/database/database.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { newIdAt } from "../support/old-rows.ts";

let harness: Harness;
let shop: string;
let bank: string;
beforeAll(async () => {
  harness = await startHarness();
  await harness.shop.createSession();
  await harness.bank.createSession();
  const { rows } = await harness.database.pool.query<{ id: string; name: string }>(
    "select id, name from tenants",
  );
  const find = (name: string): string => rows.find((row) => row.name === name)?.id ?? "";
  [shop, bank] = [find("shop"), find("bank")];
  for (const tenant of [shop, bank]) await addEndpoint(tenant);
});
afterAll(() => harness[Symbol.asyncDispose]());

async function addEndpoint(tenant: string): Promise<void> {
  await harness.database.pool.query(
    `with e as (
       insert into event_endpoints (id, tenant_id, url, description, sealed_keys, state, state_since, cursor_number,
         next_attempt_at, created_at, updated_at)
       values ($1, $2, 'https://x.example', '', '', 'disabled', now(), 0, now(), now(), now()) returning id
     ), r as (
       insert into event_resends (id, endpoint_id, after_number, through_number, requested_at) select id, id, 0, 1, now() from e
     )
     insert into event_attempts (id, endpoint_id, event_id, event_type, kind, attempt, started_at, duration_ms, outcome)
     select id, id, id, 'session.created', 'live', 1, now(), 1, 'delivered' from e`,
    [newIdAt(0), tenant],
  );
}

const asShop = <Outcome>(work: (on: Queryable) => Promise<Outcome>) =>
  harness.gateway.services.database.tenants.run(shop, work);

const select = (what: string) => ({ statement: { name: what, text: `select ${what}` }, values: [] });

/** Every table with a tenant's column, and those that hang on one. */
async function listTenantTables(): Promise<string[]> {
  const { rows } = await harness.database.pool.query<{ name: string }>(
    `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'tenant_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
  );
  return [...rows.map(({ name }) => name), "tenants", "event_resends", "event_attempts", "erasure_sessions"];
}

/** What a tenant's requests may touch. */
const readable = [
  "sessions",
  "session_reports",
  "timeline",
  "outbox",
  "idempotency_keys",
  "event_endpoints",
  "event_resends",
  "event_attempts",
  "kyc_keys.applicant_keys",
];

describe("row-level security", () => {
  it("has a policy on every table with a tenant, for every command", async () => {
    const { rows } = await harness.database.pool.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_policy p on p.polrelid = c.oid
       where c.relrowsecurity and p.polcmd = '*' and p.polwithcheck is not null`,
    );
    const covered = new Set(rows.map(({ name }) => name));
    const tables = await listTenantTables();
    expect(tables.length).toBeGreaterThan(14);
    expect(tables.filter((name) => !covered.has(name))).toEqual([]);
  });

  it.each(readable)(
    "lets a query of %s that forgets its tenant see and change nothing foreign",
    async (table) => {
      const key = table.startsWith("event_") && table !== "event_endpoints" ? "endpoint_id" : "tenant_id";
      const own = key === "tenant_id" ? "$1" : "(select id from event_endpoints where tenant_id = $1)";
      const { rows } = await harness.database.pool.query<{ all: number; own: number }>(
        `select count(*)::int as all, (count(*) filter (where ${key} = ${own}))::int as own from ${table}`,
        [shop],
      );
      const [counts] = rows;
      const seen = await asShop(async (on) => (await on.query(`select 1 from ${table}`)).rowCount);
      expect(seen).toBe(counts?.own);
      if (table !== "session_reports") expect(counts?.all).toBeGreaterThan(counts?.own ?? 0);
    },
  );

  it("lets a deliberately broken change touch no row of others, and write none", async () => {
    const { pool } = harness.database;
    const read = async () =>
      (await pool.query("select id, flow, metadata, erasure from sessions where tenant_id = $1", [bank]))
        .rows;
    const before = await read();
    const changed = await asShop((on) =>
      on.query(`update sessions set flow = 'mine', metadata = '{"stolen": "yes"}'`),
    );
    expect(changed.rowCount).toBeGreaterThan(0);
    expect(await read()).toEqual(before);
    await asShop((on) => on.query("delete from event_endpoints"));
    expect((await pool.query("select 1 from event_endpoints where tenant_id = $1", [bank])).rowCount).toBe(1);
    await expect(
      asShop((on) => on.query("update sessions set tenant_id = $1", [bank])),
    ).rejects.toMatchObject({
      code: "42501",
    });
    const insert = `insert into idempotency_keys (tenant_id, key, fingerprint, session_id, created_at)
      select $1, 'planted', '', id, now() from sessions limit 1`;
    await expect(asShop((on) => on.query(insert, [bank]))).rejects.toMatchObject({ code: "42501" });
  });

  it("keeps tables that are no tenant's out of reach", async () => {
    for (const table of [
      "deliveries",
      "delivery_keys",
      "api_keys",
      "connections",
      "operators",
      "audit_log",
      "tenants",
    ])
      await expect(asShop((on) => on.query(`select 1 from ${table}`))).rejects.toMatchObject({
        code: "42501",
      });
    for (const table of ["timeline_default", "outbox_default", "graphile_worker._private_jobs"])
      await expect(asShop((on) => on.query(`select 1 from ${table}`))).rejects.toMatchObject({
        code: "42501",
      });
  });

  it("shows nothing to a transaction that names no tenant", async () => {
    const { tenants } = harness.gateway.services.database;
    const list = { statement: { name: "list", text: "select id from sessions" }, values: [] };
    expect(await tenants.runStatement([], list)).toEqual([]);
    const statement: Statement<{ count: number }> = {
      name: "count",
      text: "select count(*)::int as count from sessions",
    };
    const [row] = await tenants.runStatement([shop, bank], { statement, values: [] });
    expect(row?.count).toBe(2);
  });

  it("ends with its statement or transaction, also when that fails: the connection is as before", async () => {
    const database = await openDatabase({ url: harness.database.url, poolSize: 1 });
    const who = async () =>
      (
        await database.pool.query(
          "select current_user as user, current_setting('kyc.tenants', true) as tenants",
        )
      ).rows;
    const [before] = await who();
    await database.tenants.runStatement([shop], select("1"));
    await expect(database.tenants.runStatement([shop], select("1 / 0"))).rejects.toMatchObject({
      code: "22012",
    });
    await expect(database.tenants.run(shop, (on) => on.query("select 1 / 0"))).rejects.toThrow();
    await database.tenants.run(shop, (on) => on.query("select 1"));
    expect(await who()).toEqual([{ user: before.user, tenants: "" }]);
    await database.close();
  });

  it("writes nothing but UUIDs into a statement", async () => {
    const { tenants } = harness.gateway.services.database;
    await expect(tenants.run("x', true); drop table sessions; --", async () => 1)).rejects.toThrow("UUID");
    await expect(tenants.runStatement([`${shop}\n`], select("1"))).rejects.toThrow("UUID");
  });
});

const change = (statement: string) => harness.database.pool.query(statement);
const check = () => checkTenantRole(harness.gateway.services.database.pool);

describe("the tenants' role", () => {
  it("cannot bypass: no superuser, no BYPASSRLS, no log-in, no owner, in nobody's name", async () => {
    const { rows } = await change(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, (select count(*)::int from pg_class where relowner = r.oid) as owned,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships
       from pg_roles r where rolname = 'kyc_tenant'`,
    );
    const no = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false };
    expect(rows).toEqual([{ ...no, owned: 0, memberships: 0 }]);
    await expect(check()).resolves.toBeUndefined();
  });

  it("without its rights, or with the policies off, stops the start, and says what to do", async () => {
    await change("revoke select on sessions from kyc_tenant");
    await expect(check()).rejects.toThrow(RowSecurityError);
    await expect(check()).rejects.toThrow(/kyc-gateway migrate/);
    await change("grant select on sessions to kyc_tenant");
    await change("alter table sessions disable row level security");
    await expect(check()).rejects.toThrow(/kyc-gateway migrate/);
    await change("alter table sessions enable row level security");
    await expect(check()).resolves.toBeUndefined();
  });

  it("is asked of an administrator where the database user may make none: migrating works, the start does not", async () => {
    const { serverUrl, template } = inject("databaseSource");
    const [user, name] = [`${template}_poor`, `${template}_poor`];
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`create role ${user} login password 'poor'`);
    await server.query(`create database ${name} owner ${user}`);
    const url = new URL(serverUrl);
    url.pathname = name;
    [url.username, url.password] = [user, "poor"];
    await migrate(url.href);
    const database = await openDatabase({ url: url.href, poolSize: 1 });
    await expect(checkTenantRole(database.pool)).rejects.toThrow(`GRANT kyc_tenant TO "${user}"`);
    await server.query(`grant kyc_tenant to ${user}`);
    await expect(checkTenantRole(database.pool)).resolves.toBeUndefined();
    expect(await database.tenants.runStatement([], select("current_user as user"))).toEqual([
      { user: "kyc_tenant" },
    ]);
    await database.close();
    await server.query(`drop database ${name} with (force)`);
    await server.query(`drop role ${user}`);
    await server.end();
  });

  it("that a database user may not become stops the start", async () => {
    await change("create role kyc_test_stranger login");
    const client = await harness.database.pool.connect();
    try {
      await client.query("set role kyc_test_stranger");
      await expect(checkTenantRole(client)).rejects.toThrow(/GRANT kyc_tenant TO "kyc_test_stranger"/);
      await client.query("reset role");
      await client.query("grant kyc_tenant to kyc_test_stranger");
      await client.query("set role kyc_test_stranger");
      await expect(checkTenantRole(client)).rejects.toThrow(/does not own the tables/);
    } finally {
      await client.query("reset role");
      client.release();
      await change("drop role kyc_test_stranger");
    }
  });
});
