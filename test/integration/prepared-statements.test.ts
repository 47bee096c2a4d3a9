import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { openDatabase, type Database } from "../../gateway/src/platform/database/database.ts";
import type { Statement } from "../../gateway/src/platform/database/sql/statement-batch.ts";
import { openTestDatabase, type TestDatabase } from "../support/open-test-database.ts";
import { startPoolingProxy, type PoolingProxy } from "../support/pooling-proxy.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

const add: Statement<{ id: number; note: string | null }> = {
  name: "add",
  text: "insert into notes (id, note) values ($1, $2) returning id, note",
};
const list: Statement<{ id: number }> = { name: "list", text: "select id from notes order by id" };
const names = "select name from pg_prepared_statements order by name";

let server: TestDatabase;
let line: TcpProxy;
let database: Database;
beforeEach(async () => {
  server = await openTestDatabase(inject("databaseSource"));
  line = await startTcpProxy(server.url);
  database = await openDatabase({ url: line.url, poolSize: 1, statementMs: 400 });
  await server.pool.query("create table notes (id int primary key deferrable initially deferred, note text)");
});
afterEach(async () => {
  line.mend();
  await database.close();
  await line.close();
  await server.drop();
});

const insert = (id: number, note: unknown = null) => ({ statement: add, values: [id, note] });
const run = (...ids: number[]) =>
  database.statements.run(database.pool, [
    ...ids.map((id) => insert(id)),
    { statement: list, values: [] },
  ] as const);
const confirm = (...ids: [number, ...number[]]) =>
  database.statements.runConfirmed(database.pool, [
    ...ids.map((id) => insert(id)),
    { statement: list, values: [] },
  ] as const);
const listIds = async () => (await server.pool.query<{ id: number }>(list.text)).rows.map(({ id }) => id);

describe("statements of one message", () => {
  it("are one transaction, and give the rows of the last", async () => {
    expect(await run(1, 2)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await run(3)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it("are none of them stored when the last fails", async () => {
    const wrong: Statement = { name: "wrong", text: "select 1 / (select count(*) - 1 from notes)" };
    await expect(
      database.statements.run(database.pool, [insert(1), { statement: wrong, values: [] }]),
    ).rejects.toMatchObject({ code: "22012" });
    expect(await listIds()).toEqual([]);
    expect(await run(7)).toEqual([{ id: 7 }]);
  });

  it("are none of them stored when the commit fails, which only the commit tells", async () => {
    await expect(run(1, 1)).rejects.toMatchObject({ code: "23505" });
    expect(await listIds()).toEqual([]);
    expect(await run(1)).toEqual([{ id: 1 }]);
    expect(database.pool.totalCount).toBe(1);
  });

  it("are parsed once for a connection", async () => {
    await run(1);
    await run(2);
    expect((await database.pool.query(names)).rows).toEqual([
      { name: "add" },
      { name: "list" },
      { name: "prefer_indexes" },
    ]);
  });

  it("are parsed anew when the connection has lost them, after one refusal", async () => {
    await run(1);
    await database.pool.query("deallocate all");
    await expect(run(2)).rejects.toMatchObject({ code: "26000" });
    expect(await run(2)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it("take what a column takes: text with quotes, bytes, times, lists, documents, nothing", async () => {
    const all: Statement<Record<string, unknown>> = {
      name: "all",
      text: `select $1::text as text, $2::bytea as bytes, $3::timestamptz as time, $4::text[] as texts, $5::jsonb as document,
        $6::uuid[] as ids, $7::boolean as flag, $8::bytea[] as parts, $9::text as nothing`,
    };
    const id = crypto.randomUUID();
    const values = {
      text: `it's "so" \\ so`,
      bytes: Buffer.from([0, 1, 255]),
      time: new Date("2026-02-03T04:05:06.789Z"),
      texts: [`a"b`, "c\\d", "", "e,f", null],
      document: { a: [1, null] },
      ids: [id],
      flag: true,
      parts: [Buffer.from([0, 200])],
      nothing: null,
    };
    const step = { statement: all, values: Object.values(values) };
    expect(await database.statements.run(database.pool, [step])).toEqual([values]);
    expect(await database.statements.run(database.pool, [step])).toEqual([values]);
  });

  it("that get no answer end within their time, and their connection with them", async () => {
    await run(1);
    line.freeze();
    await expect(run(2)).rejects.toThrow("Connection terminated");
    await waitFor(() => database.pool.totalCount === 0);
  });
});

describe("statements that a second message commits", () => {
  it("are stored, and give the rows of the last", async () => {
    expect(await confirm(1, 2)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await listIds()).toEqual([1, 2]);
  });

  it("are not stored when the line was silent, also when it speaks again", async () => {
    await confirm(1);
    line.freeze();
    await expect(confirm(2)).rejects.toThrow("Connection terminated");
    line.mend();
    await waitFor(async () => {
      const text =
        "select from pg_stat_activity where datname = current_database() and state like 'idle in tran%'";
      return (await server.pool.query(text)).rowCount === 0;
    });
    expect(await listIds()).toEqual([1]);
  });

  it("are rolled back when one fails, and the connection goes on", async () => {
    await expect(confirm(1, 1)).rejects.toMatchObject({ code: "23505" });
    expect(await confirm(1)).toEqual([{ id: 1 }]);
    expect(database.pool.totalCount).toBe(1);
  });
});

describe("behind a pooling proxy that knows no names", () => {
  let proxy: PoolingProxy;
  let unprepared: Database;
  beforeEach(async () => {
    proxy = await startPoolingProxy(inject("databaseSource").serverUrl);
    unprepared = await openDatabase({
      url: proxy.reach(server.url),
      poolSize: 8,
      statementMs: 5000,
      areStatementsPrepared: false,
    });
  });
  afterEach(async () => {
    await unprepared.close();
    await proxy[Symbol.asyncDispose]();
  });

  it("every statement is parsed where it is run", async () => {
    const ids = Array.from({ length: 50 }, (_, id) => id);
    await Promise.all(
      ids.map((id) =>
        unprepared.statements.run(unprepared.pool, [insert(id), { statement: list, values: [] }]),
      ),
    );
    await Promise.all(
      ids.map((id) => unprepared.statements.runConfirmed(unprepared.pool, [insert(id + 50)])),
    );
    expect(await listIds()).toHaveLength(100);
  });
});
