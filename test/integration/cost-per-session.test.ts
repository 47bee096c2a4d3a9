import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runForRequests } from "../../gateway/src/platform/database/sql/work-scope.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { recordStatements } from "../support/record-statements.ts";

/** What nobody's request waits for. */
const background = /number_events|graphile_worker|pg_notify|event_endpoints|^select 1$/;
const poolSize = 2;
const mark = "select 'from here on'";
const countForWal = 60;
/** Bytes of the write-ahead log. About 4,100 and none now; an index more costs about 100, a row more at least 300. */
const mostWalBytes = { creation: 4500, read: 200 };

let harness: Harness;
let database: string;
let sessionId: string;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_ROLES: "api", DATABASE_POOL_SIZE: String(poolSize) } });
  database = new URL(harness.database.url).pathname.slice(1);
  // Connections parse what they have not run yet, and pages are logged whole when they are first written.
  await repeat(create);
  sessionId = (await harness.shop.createSession()).body.id;
  await repeat(read);
});
afterAll(() => harness[Symbol.asyncDispose]());

const create = async (): Promise<number> =>
  (await harness.shop.createSession({ applicant: { id: crypto.randomUUID() } })).status;
const read = async (): Promise<number> => (await harness.shop.get(`/v1/sessions/${sessionId}`)).status;
const createAgain = async (): Promise<number> =>
  (await harness.shop.createSession({ applicant: { id: "known" } })).status;
const readMany = async (): Promise<number> => {
  const answers = await Promise.all(Array.from({ length: 20 }, read));
  return answers.every((status) => status === 200) ? 200 : 0;
};

async function repeat(request: () => Promise<number>, times = countForWal): Promise<void> {
  for (let count = 0; count < times; count += 1) await request();
}

/**
 * Each message to PostgreSQL is a round trip, and here a transaction as well. The fewest of several requests: what the
 * gateway does by itself meanwhile is no part of any.
 */
async function countMessages(request: () => Promise<number>): Promise<number> {
  const { services } = harness.gateway;
  const { statements } = await recordStatements(database, async () => {
    // Connections that were made before are not recorded; new ones parse what they have not run yet.
    services.database.renew();
    await repeat(request, 5);
    for (let count = 0; count < 5; count += 1) {
      await services.database.pool.query(mark);
      await request();
    }
  });
  return Math.min(...splitAtMarks(statements).map((texts) => texts.length));
}

function splitAtMarks(statements: readonly string[]): readonly (readonly string[])[] {
  const begins = statements.flatMap((text, index) => (text === mark ? [index + 1] : []));
  return begins.map((begin, index) =>
    statements
      .slice(begin, (begins[index + 1] ?? statements.length + 1) - 1)
      .filter((text) => !background.test(text)),
  );
}

/** Of the connections that answer requests, by PostgreSQL's own count for each: other tests share the server. */
async function readWalBytes(): Promise<number> {
  const text = "select pg_backend_pid() as pid, pg_stat_force_next_flush(), pg_sleep(0.2)";
  const flush = () => harness.gateway.services.database.pool.query<{ pid: number }>(text);
  const answers = await runForRequests(() => Promise.all(Array.from({ length: poolSize }, flush)));
  const sum =
    "select sum((pg_stat_get_backend_wal(pid)).wal_bytes)::float8 as bytes from unnest($1::int[]) as pid";
  const pids = answers.map(({ rows: [row] }) => row?.pid);
  expect(new Set(pids).size).toBe(poolSize);
  return (await harness.database.pool.query<{ bytes: number }>(sum, [pids])).rows[0]?.bytes ?? 0;
}

async function measureWalBytes(request: () => Promise<number>): Promise<number> {
  const before = await readWalBytes();
  await repeat(request);
  return ((await readWalBytes()) - before) / countForWal;
}

describe("a creation", () => {
  it("sends PostgreSQL two messages, a commit each: the intent, and the outcome with its event", async () => {
    expect(await create()).toBe(201);
    expect(await countMessages(create)).toBe(2);
  });

  it("writes a bounded share of the write-ahead log", async () => {
    const bytes = await measureWalBytes(create);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(mostWalBytes.creation);
  });

  it("of an applicant with a session costs no message more", async () => {
    await createAgain();
    expect(await countMessages(createAgain)).toBe(2);
  });
});

describe("a read of a session", () => {
  it("sends PostgreSQL one message", async () => {
    expect(await read()).toBe(200);
    expect(await countMessages(read)).toBe(1);
  });

  it("shares its message with all that come in meanwhile", async () => {
    expect(await readMany()).toBe(200);
    expect(await countMessages(readMany)).toBeLessThanOrEqual(10);
  });

  it("writes nothing into the write-ahead log", async () => {
    expect(await measureWalBytes(read)).toBeLessThan(mostWalBytes.read);
  });
});
