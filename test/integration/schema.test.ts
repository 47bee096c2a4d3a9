import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { sealedPlaces } from "../../gateway/src/platform/encryption/rotation/sealed-places.store.ts";
import { openDatabase, type Database } from "../../gateway/src/platform/database/database.ts";
import { entities } from "../../gateway/src/app/entities.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase({ url: test.url, poolSize: 2, entities });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
}

/** Tables that only hot statements touch, and columns that the database fills or that no entity needs. */
const outsideEntities = new Set(["migrations", "idempotency_keys"]);

async function listColumns(): Promise<Column[]> {
  const { rows } = await test.pool.query<Column>(
    `select table_name as table, column_name as name, udt_name as type, is_nullable = 'YES' as "isNullable"
     from information_schema.columns where table_schema = 'public' order by table_name, column_name`,
  );
  return rows.filter(({ table }) => !outsideEntities.has(table));
}

const storedAs: Readonly<Record<string, string>> = {
  bytea: "bytea",
  jsonb: "jsonb",
  text: "text",
  "text[]": "_text",
  "uuid[]": "_uuid",
  uuid: "uuid",
  int: "int4",
  bigint: "int8",
  boolean: "bool",
};

function listProperties(): Column[] {
  const all = [...database.orm.getMetadata().getAll().values()];
  return all.flatMap((meta) =>
    meta.props.flatMap((property) =>
      (property.fieldNames ?? []).map((name, index) => {
        const declared = property.columnTypes[index] ?? "";
        const type = declared.startsWith("timestamptz") ? "timestamptz" : (storedAs[declared] ?? declared);
        return { table: meta.tableName, name, type, isNullable: property.nullable === true };
      }),
    ),
  );
}

/** Types by column; a question mark where null is allowed. */
function describeAll(columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ table, name, type, isNullable }) => [
      `${table}.${name}`,
      `${type}${isNullable ? "?" : ""}`,
    ]),
  );
}

describe("entities and migrations", () => {
  it("agree on every column: its name, its type, and whether it may be null", async () => {
    const mapped = new Set(listProperties().map(({ table }) => table));
    const properties = describeAll(listProperties());
    const columns = describeAll((await listColumns()).filter(({ table }) => mapped.has(table)));
    const unmapped = Object.keys(columns).filter((name) => properties[name] === undefined);
    expect(columns).toMatchObject(properties);
    // What no entity has, hot statements fill; whatever else is inserted by the ORM must have a default.
    const { rows } = await test.pool.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_default is null and is_nullable = 'NO' and is_identity = 'NO'`,
    );
    const needed = new Set(rows.map(({ name }) => name));
    expect(unmapped.filter((name) => needed.has(name))).toEqual([]);
  });
});

describe("sealed columns", () => {
  it("are all known to the rotation of keys, or keep their data key by its own look", async () => {
    const { rows } = await test.pool.query<{ name: string }>(
      `select c.table_name || '.' || c.column_name as name from information_schema.columns c
       where c.table_schema = 'public' and c.column_name like 'sealed\\_%' and not exists (
         select from pg_inherits i where i.inhrelid = to_regclass(quote_ident(c.table_name)))`,
    );
    const kept = ["audit_log.sealed_reason"];
    const places = sealedPlaces.map(({ table, column }) => `${table}.${column}`);
    expect(rows.map(({ name }) => name).sort()).toEqual([...places, ...kept].sort());
  });
});

describe("migrating", () => {
  it("repeats without a change", async () => {
    const before = await listColumns();
    expect(await migrate(test.url)).toEqual([]);
    expect(await listColumns()).toEqual(before);
  });

  it("may be run by many at once on an empty database: one does it, all succeed", async () => {
    const server = new Client({ connectionString: inject("databaseSource").serverUrl });
    await server.connect();
    const name = `${inject("databaseSource").template}_fresh`;
    await server.query(`create database ${name}`);
    const url = new URL(test.url);
    url.pathname = name;
    const ran = await Promise.all(Array.from({ length: 4 }, () => migrate(url.href)));
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  });

  it("says that a database is not migrated instead of failing in the dark", async () => {
    const { rows } = await test.pool.query("select name from migrations order by name");
    expect(rows).not.toEqual([]);
  });
});
