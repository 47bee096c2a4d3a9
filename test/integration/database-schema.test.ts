import { randomBytes } from "node:crypto";
import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { afterEach, describe, expect, inject, it } from "vitest";
import { ownTables } from "../../gateway/src/platform/database/own-schema.store.ts";
import { createApiClient } from "../support/api-client.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

const oldTables = `
  create table sessions (id serial primary key, user_id text, status text);
  insert into sessions (user_id, status) values ('4711', 'VERIFIED')`;

const made: string[] = [];
afterEach(async () => {
  for (const name of made.splice(0)) await run(serverUrl(), `drop database if exists ${name} with (force)`);
});

function serverUrl(): string {
  const source = inject("databaseSource");
  if (!source) throw new Error("This ring has no database: name the file *.integration.test.ts.");
  return source.serverUrl;
}

async function run<Row extends object>(url: string, text: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query<Row>(text)) as { rows?: Row[] };
    return result.rows ?? [];
  } finally {
    await client.end();
  }
}

/** A database of its own that somebody else has used before. */
async function createDatabase(before: string): Promise<string> {
  const name = `kyc_schema_${randomBytes(4).toString("hex")}`;
  await run(serverUrl(), `create database ${name}`);
  made.push(name);
  const url = new URL(serverUrl());
  url.pathname = name;
  await run(url.href, before);
  return url.href;
}

function inSchema(url: string, schema: string): string {
  const own = new URL(url);
  own.searchParams.set("options", `-c search_path=${schema}`);
  return own.href;
}

async function listEverything(url: string): Promise<readonly string[]> {
  const text = `select n.nspname || '.' || coalesce(c.relname, '') as name from pg_namespace n
    left join pg_class c on c.relnamespace = n.oid where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`;
  return (await run<{ name: string }>(url, text)).map(({ name }) => name);
}

describe("a database with tables of another service", () => {
  it.each([
    ["the old service's sessions", oldTables, "sessions"],
    ["a view under one of our names", "create view flows as select 1 as id", "flows"],
    ["two tables", "create table tenants (id int); create table outbox (id int)", "outbox, tenants"],
    [
      "another tool's migrations",
      "create table migrations (id serial primary key, timestamp bigint, name text)",
      "migrations",
    ],
  ])("is refused by name before anything changes: %s", async (_name, before, names) => {
    const url = await createDatabase(before);
    const found = await listEverything(url);
    await expect(migrate(url)).rejects.toThrow(
      `The schema "public" of the database has tables of another service under names that the gateway needs: ${names}. Nothing was changed. Set KYC_DATABASE_SCHEMA`,
    );
    expect(await listEverything(url)).toEqual(found);
  });

  it("is no trouble under other names", async () => {
    const url = await createDatabase("create table users (id int)");
    expect(await migrate(url)).not.toEqual([]);
    expect(await migrate(url)).toEqual([]);
  });
});

describe("a schema of the gateway's own", () => {
  it("is made beside the old tables, which stay as they are, and a gateway serves from it", async () => {
    const old = await createDatabase(oldTables);
    const url = inSchema(old, "kyc");
    expect(await migrate(url)).not.toEqual([]);
    expect(await migrate(url)).toEqual([]);
    expect(await run(old, "select user_id, status from sessions")).toEqual([
      { user_id: "4711", status: "VERIFIED" },
    ]);
    const names = await listEverything(old);
    expect(names.filter((name) => name.startsWith("public.") && !name.includes("sessions"))).toEqual([]);
    const gateway = await startTestGateway({ databaseUrl: old, env: { KYC_DATABASE_SCHEMA: "kyc" } });
    const client = createApiClient(gateway.url);
    await waitFor(async () => (await client.get("/readyz")).status === 200, { timeoutMs: 10_000 });
    await client.close();
    await gateway.stop();
  });

  it.each([
    ["the database", "kyc", (name: string) => `alter database ${name} set search_path = kyc`],
    [
      "the role",
      "kyc",
      (name: string) => `alter role current_user in database ${name} set search_path = kyc`,
    ],
    [
      "a longer path whose first is not there",
      "public",
      (name: string) => `alter database ${name} set search_path = kyc, public`,
    ],
    [
      "a longer path whose first is there",
      "kyc",
      (name: string) => `create schema kyc; alter database ${name} set search_path = kyc, public`,
    ],
    ["a schema named as the user", "postgres", (_name: string) => "create schema authorization current_user"],
  ])("holds everything, the list of migrations too, when it is set by %s", async (_by, schema, set) => {
    const url = await createDatabase("select 1");
    await run(url, set(new URL(url).pathname.slice(1)));
    expect(await migrate(url)).not.toEqual([]);
    expect(await migrate(url)).toEqual([]);
    const text = `select distinct schemaname as name from pg_tables where schemaname <> 'graphile_worker' and tablename = any (array['migrations', 'sessions'])`;
    expect(await run(url, text)).toEqual([{ name: schema }]);
  });

  it("is asked for where the search path names several and none is there", async () => {
    const url = await createDatabase("select 1");
    const name = new URL(url).pathname.slice(1);
    await run(url, `alter database ${name} set search_path = kyc, other`);
    const found = await listEverything(url);
    await expect(migrate(url)).rejects.toThrow("search path (kyc, other) is there");
    expect(await listEverything(url)).toEqual(found);
  });

  it("knows all tables that the migrations make", async () => {
    const url = inSchema(await createDatabase("select 1"), "kyc");
    await migrate(url);
    const text = `select relname as name from pg_class where relnamespace = current_schema()::regnamespace
      and relkind in ('r', 'p') and not relispartition order by 1`;
    const found = await run<{ name: string }>(url, text);
    expect(found.map(({ name }) => name)).toEqual([...ownTables].sort());
  });
});
