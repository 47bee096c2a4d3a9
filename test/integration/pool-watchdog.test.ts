import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { openDatabase, type Database } from "../../gateway/src/platform/database/database.ts";
import { openTestDatabase, type TestDatabase } from "../support/open-test-database.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

const statementMs = 400;

let server: TestDatabase;
let line: TcpProxy;
let database: Database;
beforeEach(async () => {
  server = await openTestDatabase(inject("databaseSource"));
  line = await startTcpProxy(server.url);
  database = await openDatabase({ url: line.url, poolSize: 2, statementMs });
});
afterEach(async () => {
  line.mend();
  await database.close();
  await line.close();
  await server.drop();
});

describe("a statement", () => {
  it("that gets no answer ends within its time, and its connection with it", async () => {
    await database.pool.query("select 1");
    line.freeze();
    const startedAt = performance.now();
    await expect(database.pool.query("select 2")).rejects.toThrow("Connection terminated");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(statementMs);
    await waitFor(() => database.pool.totalCount === 0);
    line.mend();
    expect((await database.pool.query("select 3 as answer")).rows).toEqual([{ answer: 3 }]);
  });

  it("inside a transaction too, whose client is not given to anybody else", async () => {
    const client = await database.pool.connect();
    await client.query("begin");
    line.freeze();
    await expect(client.query("select 2")).rejects.toThrow("Connection terminated");
    await expect(client.query("rollback")).rejects.toThrow();
    client.release(true);
    expect(database.pool.totalCount).toBe(0);
  });

  it("has its time for itself: a connection that works is left alone, however long", async () => {
    // Five times as long as each of them sleeps: a machine that has much to do makes none of them late.
    const patient = await openDatabase({ url: line.url, poolSize: 2, statementMs: 1500 });
    const client = await patient.pool.connect();
    for (let turn = 0; turn < 6; turn += 1) await client.query("select pg_sleep(0.3)");
    client.release();
    expect(patient.pool.totalCount).toBe(1);
    await patient.close();
  });

  it("is answered in every form the driver knows", async () => {
    const client = await database.pool.connect();
    const answered = Promise.withResolvers<unknown>();
    client.query("select $1::int as answer", [4], (_error, { rows }) => answered.resolve(rows));
    expect(await answered.promise).toEqual([{ answer: 4 }]);
    expect((await client.query("select 1 as answer")).rows).toEqual([{ answer: 1 }]);
    expect((await client.query("select $1::int as answer", [2])).rows).toEqual([{ answer: 2 }]);
    await expect(client.query("select nothing")).rejects.toMatchObject({ code: "42703" });
    client.release();
  });
});
