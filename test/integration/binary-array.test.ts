import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import {
  boolArray,
  byteaArray,
  intArray,
  textArray,
  timeArray,
  uuidArray,
} from "../../gateway/src/platform/database/sql/binary-array.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function read(type: string, array: Buffer): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ item: unknown }>(
    `select item from unnest($1::${type}[]) with ordinality as a (item, place) order by place`,
    [array],
  );
  return rows.map(({ item }) => item);
}

const id = "0193e0a4-7b5c-7d11-9c1f-5a6f00ff10aa";

it.each<[string, Buffer, unknown[]]>([
  ["uuid", uuidArray([id, null, id.toUpperCase()]), [id, null, id]],
  [
    "text",
    textArray(["", "a,b", '{"}\\', "null", null, "ქართული 🙂"]),
    ["", "a,b", '{"}\\', "null", null, "ქართული 🙂"],
  ],
  [
    "bytea",
    byteaArray([Buffer.from([0, 255, 92]), Buffer.alloc(0), null, new Uint8Array([1, 2])]),
    [Buffer.from([0, 255, 92]), Buffer.alloc(0), null, Buffer.from([1, 2])],
  ],
  ["int4", intArray([0, -1, 2_147_483_647, null]), [0, -1, 2_147_483_647, null]],
  ["bool", boolArray([true, false, null]), [true, false, null]],
  ["text", textArray([]), []],
])("PostgreSQL reads %s as it was written", async (type, array, expected) => {
  expect(await read(type, array)).toEqual(expected);
});

it("PostgreSQL reads times to the millisecond, before and after its own epoch", async () => {
  const times = ["1969-12-31T23:59:59.999Z", "2000-01-01T00:00:00.000Z", "2026-11-26T05:00:00.123Z"];
  expect(await read("timestamptz", timeArray(times.map((time) => new Date(time))))).toEqual(
    times.map((time) => new Date(time)),
  );
});
