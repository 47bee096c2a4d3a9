import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "@kyc-gateway/gateway";
import { Client, type ClientBase } from "pg";
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

/** What a table is like: each column's type, with a question mark where null is allowed; its key; whom it refers to. */
interface Table {
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}
type Schema = Readonly<Record<string, Table>>;

interface StoredColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  /** Its place in the primary key, from 1; null: none. */
  readonly keyPlace: number | null;
}

/** Every table of ours, but for the partitions and the ORM's own list of migrations. */
const columnsText = `
  select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as table, a.attname as name,
    format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type, not a.attnotnull as "isNullable",
    array_position(k.conkey, a.attnum) as "keyPlace"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  join pg_type t on t.oid = a.atttypid
  left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
  where n.nspname in ('public', 'kyc_keys') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'migrations' and a.attnum > 0 and not a.attisdropped`;

async function readStoredSchema(on: Pick<ClientBase, "query"> = test.pool): Promise<Schema> {
  const { rows } = await on.query<StoredColumn>(columnsText);
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ table }) => table)].map(([table, columns]) => {
      const key = columns.filter(({ keyPlace }) => keyPlace !== null);
      key.sort((a, b) => Number(a.keyPlace) - Number(b.keyPlace));
      return [table, { columns: describeColumns(columns), key: key.map(({ name }) => name) }];
    }),
  );
}

/** As PostgreSQL writes a type, without the precision that the ORM adds to times. */
function nameType(type: string): string {
  const names: Readonly<Record<string, string>> = { int: "integer", double: "double precision" };
  const plain = type.replace(/\(\d+\)$/, "");
  return plain === "timestamptz" ? "timestamp with time zone" : (names[plain] ?? plain);
}

function describeColumns(columns: readonly Pick<StoredColumn, "name" | "type" | "isNullable">[]) {
  return Object.fromEntries(
    columns.map(({ name, type, isNullable }) => [name, `${nameType(type)}${isNullable ? "?" : ""}`]),
  );
}

function readEntities(): Schema {
  const all = [...database.orm.getMetadata().getAll().values()];
  return Object.fromEntries(
    all.map((meta) => {
      const columns = meta.props.flatMap((property) =>
        (property.fieldNames ?? []).map((name, index) => ({
          name,
          type: property.columnTypes[index] ?? "",
          isNullable: property.nullable === true,
        })),
      );
      const key = meta.getPrimaryProps().flatMap(({ fieldNames }) => fieldNames);
      const prefix = meta.schema === undefined ? "" : `${meta.schema}.`;
      return [`${prefix}${meta.tableName}`, { columns: describeColumns(columns), key }];
    }),
  );
}

/** `table.column -> table`, for columns that refer to a row of another table. */
async function listForeignKeys(): Promise<readonly string[]> {
  const { rows } = await test.pool.query<{ link: string }>(
    `select conrelid::regclass || '.' || a.attname || ' -> ' || confrelid::regclass as link
     from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and conrelid::regclass::text !~ '_(default|[0-9]{8})$'`,
  );
  return rows.map(({ link }) => link);
}

function listRelations(): readonly string[] {
  const all = [...database.orm.getMetadata().getAll().values()];
  const nameTable = (meta: (typeof all)[number] | undefined) =>
    `${meta?.schema === undefined ? "" : `${meta.schema}.`}${meta?.tableName}`;
  return all.flatMap((meta) =>
    meta.relations.map(
      (relation) => `${nameTable(meta)}.${relation.fieldNames[0]} -> ${nameTable(relation.targetMeta)}`,
    ),
  );
}

/** A feature below another one does not know its entities: these columns are ids to it. */
const linksUpwards = [
  "account_configurations.connection_id -> connections",
  "connection_controls.connection_id -> connections",
  "event_endpoints.tenant_id -> tenants",
  "kyc_keys.data_keys.tenant_id -> tenants",
];

describe("entities and migrations", () => {
  it("agree: a table for every entity and an entity for every table, with its columns, their types, null, and the key", async () => {
    expect(readEntities()).toEqual(await readStoredSchema());
  });

  it("agree on which rows refer to which", async () => {
    expect([...listRelations(), ...linksUpwards].toSorted()).toEqual((await listForeignKeys()).toSorted());
  });

  it.each([
    ["a column that no entity has", "alter table flows add column extra text"],
    ["a column that is gone", "alter table flows drop column valid_for"],
    ["another type", "alter table flows alter valid_for type integer using null"],
    ["null where an entity has a value", "alter table flows alter targets drop not null"],
    ["a value where an entity has null", "alter table flows alter valid_for set not null"],
    ["a table without an entity", "create table extra (id uuid primary key)"],
    [
      "another key",
      "alter table idempotency_keys drop constraint idempotency_keys_pkey, add primary key (key, tenant_id)",
    ],
  ])("differ by %s", async (_what, change) => {
    const client = await test.pool.connect();
    try {
      await client.query("begin");
      await client.query(change);
      expect(readEntities()).not.toEqual(await readStoredSchema(client));
    } finally {
      await client.query("rollback");
      client.release();
    }
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
    const before = await readStoredSchema();
    expect(await migrate(test.url)).toEqual([]);
    expect(await readStoredSchema()).toEqual(before);
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
