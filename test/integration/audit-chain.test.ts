import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  formatAnchor,
  parseAnchor,
  type AuditAnchor,
} from "../../gateway/src/features/audit/audit-anchor.ts";
import { readAuditHead, verifyAudit } from "../../gateway/src/features/audit/verify-audit.store.ts";
import { openDatabase, type Database } from "../../gateway/src/platform/database/database.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase({ url: test.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const insert = `insert into audit_log (id, at, operator, action, subject, detail, request_id, tenant_id, sealed_reason)`;

/** Twelve entries with everything that an entry may hold. */
beforeEach(async () => {
  await asOwner(
    "truncate audit_log",
    "update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')",
  );
  await test.pool.query(
    `${insert} select gen_random_uuid(), now() + n * interval '1.000001 s', 'Ünïcode ' || n, 'key.create', 'tenant shop',
       jsonb_build_object('n', n, 'text', E'quote " and line\\n', 'list', jsonb_build_array(1.50, null, true)),
       case when n % 2 = 0 then 'request ' || n end, case when n % 3 = 0 then gen_random_uuid() end,
       case when n % 4 = 0 then decode('00ff', 'hex') end
     from generate_series(1, 12) n`,
  );
});

/** What the database's owner can do: nothing of the schema stands in the way. */
async function asOwner(...statements: string[]): Promise<void> {
  const client = await test.pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
}

function readText(text: string): AuditAnchor {
  const anchor = parseAnchor(text);
  if (anchor === undefined) throw new Error(`${text} is no anchor.`);
  return anchor;
}

async function verify(...anchors: string[]) {
  const verdict = await verifyAudit(database, { anchors: anchors.map((text) => readText(text)) });
  return verdict.faults.map(({ kind, seq }) => `${kind} ${seq}`);
}

const readAnchor = async () => formatAnchor(await readAuditHead(database.pool));

/** Writes every hash anew, as somebody who knows how would. */
const rechain = `do $$
  declare entry audit_log; head record; begin
    select 0::bigint as seq, decode(repeat('00', 32), 'hex') as hash into head;
    for entry in select * from audit_log order by seq loop
      head.seq := head.seq + 1;
      entry.seq := head.seq; entry.previous_hash := head.hash; head.hash := hash_audit_entry(entry);
      update audit_log set seq = entry.seq, previous_hash = entry.previous_hash, hash = head.hash where id = entry.id;
    end loop;
    update audit_head set seq = head.seq, hash = head.hash;
  end $$`;

function writeEntry(n: number) {
  return test.pool.query(
    `${insert} values (gen_random_uuid(), now(), 'writer ${n}', 'a.b', 'c', '{}', null, null, null)`,
  );
}

describe("an untouched audit log", () => {
  it("is found whole, with every kind of value in it", async () => {
    const verdict = await verifyAudit(database, { anchors: [await readAuditHead(database.pool)] });
    expect(verdict).toMatchObject({ entryCount: 12, faultCount: 0, faults: [] });
    expect(verdict.head.seq).toBe(12n);
  });

  it("is one chain when many write at once", async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => writeEntry(n)));
    const verdict = await verifyAudit(database, { anchors: [] });
    expect(verdict).toMatchObject({ entryCount: 72, faultCount: 0 });
  });

  it("has no gap where a transaction took its entry back", async () => {
    const client = await test.pool.connect();
    await client.query("begin");
    await client.query(
      `${insert} values (gen_random_uuid(), now(), 'x', 'a.b', 'c', '{}', null, null, null)`,
    );
    await client.query("rollback");
    client.release();
    expect(await verify()).toEqual([]);
  });

  it("is read page by page, with word of how far it got", async () => {
    await test.pool.query(
      `${insert} select gen_random_uuid(), now(), 'x', 'a.b', 'c', '{}', null, null, null from generate_series(1, 4100)`,
    );
    const progress: string[] = [];
    await verifyAudit(database, {
      anchors: [],
      onProgress: (seen, total) => progress.push(`${seen}/${total}`),
    });
    expect(progress).toEqual(["2000/4112", "4000/4112", "4112/4112"]);
  });
});

describe("verifying finds", () => {
  it.each([
    ["operator", "operator = 'somebody else'"],
    ["time", "at = at + interval '1 microsecond'"],
    ["action", "action = 'key.revoke'"],
    ["subject", "subject = 'tenant bank'"],
    ["detail", `detail = jsonb_set(detail, '{n}', '6')`],
    ["request", "request_id = 'request x'"],
    ["tenant", "tenant_id = gen_random_uuid()"],
    ["reason", "sealed_reason = decode('01', 'hex')"],
    ["id", "id = gen_random_uuid()"],
  ])("an entry whose %s was changed", async (_what, change) => {
    await asOwner(`update audit_log set ${change} where seq = 5`);
    expect(await verify()).toEqual(["changed 5"]);
  });

  it("a value that moved from one column into its neighbour", async () => {
    await asOwner("update audit_log set action = action || subject, subject = '' where seq = 5");
    expect(await verify()).toEqual(["changed 5"]);
  });

  it("a changed entry whose own hash was made to fit", async () => {
    await asOwner(
      "update audit_log set operator = 'somebody else' where seq = 5",
      "update audit_log l set hash = hash_audit_entry(l) where seq = 5",
    );
    expect(await verify()).toEqual(["changed 6"]);
  });

  it("the newest entry, changed with a hash that fits", async () => {
    await asOwner(
      "update audit_log set operator = 'somebody else' where seq = 12",
      "update audit_log l set hash = hash_audit_entry(l) where seq = 12",
    );
    expect(await verify()).toEqual(["changed 12"]);
  });

  it.each([
    ["in the middle", "seq in (5, 6)", ["removed 5"]],
    ["at the beginning", "seq = 1", ["removed 1"]],
    ["at the end", "seq >= 11", ["removed 11"]],
  ])("entries removed %s", async (_where, which, found) => {
    await asOwner(`delete from audit_log where ${which}`);
    expect(await verify()).toEqual(found);
  });

  it("that all of it was removed", async () => {
    await asOwner("truncate audit_log");
    expect(await verify()).toEqual(["removed 1"]);
  });

  it("an entry that was inserted past the chain", async () => {
    await asOwner(`${insert} values (gen_random_uuid(), now(), 'x', 'a.b', 'c', '{}', null, null, null)`);
    expect(await verify()).toEqual(["inserted 0"]);
  });

  it("an entry that was inserted behind the end", async () => {
    await asOwner(
      `insert into audit_log (id, at, operator, action, subject, detail, seq, previous_hash)
       select gen_random_uuid(), now(), 'x', 'a.b', 'c', '{}', 13, hash from audit_head`,
      "update audit_log l set hash = hash_audit_entry(l) where seq = 13",
    );
    expect(await verify()).toEqual(["inserted 13"]);
  });

  it("an entry that shares another's place", async () => {
    await asOwner(
      "drop index audit_log_seq",
      `insert into audit_log (id, at, operator, action, subject, detail, seq, previous_hash, hash)
       select 'ffffffff-ffff-ffff-ffff-ffffffffffff', at, 'x', action, subject, detail, seq, previous_hash, hash
       from audit_log where seq = 5`,
    );
    expect(await verify()).toEqual(["inserted 5"]);
    await asOwner(
      "delete from audit_log where id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
      "create unique index audit_log_seq on audit_log (seq)",
    );
  });

  it("entries that changed places", async () => {
    await asOwner(
      "update audit_log set seq = -1 where seq = 5",
      "update audit_log set seq = 5 where seq = 6",
      "update audit_log set seq = 6 where seq = -1",
    );
    expect(await verify()).toContain("changed 5");
  });

  it("only with an anchor from outside that the whole was written anew", async () => {
    const anchor = await readAnchor();
    await asOwner("update audit_log set operator = 'somebody else' where seq = 5", rechain);
    expect(await verify()).toEqual([]);
    expect(await verify(anchor)).toEqual(["anchor_differs 12"]);
  });

  it("only with an anchor that the newest entries and the end went together", async () => {
    const anchor = await readAnchor();
    await asOwner("delete from audit_log where seq >= 10", rechain);
    expect(await verify()).toEqual([]);
    expect(await verify(anchor)).toEqual(["removed 12"]);
  });

  it("what an anchor of an earlier day covers, however much was written since", async () => {
    const anchor = await readAnchor();
    await test.pool.query(
      `${insert} select gen_random_uuid(), now(), 'x', 'a.b', 'c', '{}', null, null, null from generate_series(1, 5)`,
    );
    expect(await verify(anchor)).toEqual([]);
    await asOwner("delete from audit_log where seq = 12", rechain);
    expect(await verify()).toEqual([]);
    expect(await verify(anchor)).toEqual(["anchor_differs 12"]);
  });
});
