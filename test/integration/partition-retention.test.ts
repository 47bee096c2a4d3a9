import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropPartitions } from "../../gateway/src/platform/database/partitions/drop-partitions.store.ts";
import { dropExpired } from "../../gateway/src/features/privacy/retention.store.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import {
  addPartition,
  findPartition,
  insertDelivery,
  insertOldEvent,
  newIdAt,
  listPartitionNames,
} from "../support/old-rows.ts";
import { startStopwatch } from "../support/stopwatch.ts";

const retention = { deliveryDays: 90, eventDays: 30, idempotencyKeyDays: 30 };
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

describe("retention", () => {
  it("drops partitions whole when all that is in them is beyond its time, also from many replicas at once", async () => {
    const { database, gateway } = harness;
    const old = await addPartition(database, "deliveries", 120);
    const young = await addPartition(database, "deliveries", 60);
    await insertDelivery(database, 120);
    await insertDelivery(database, 120, { state: "parked" });
    const kept = await insertDelivery(database, 60);
    const { pool } = gateway.services.database;
    const dropped = await Promise.all(Array.from({ length: 5 }, () => dropPartitions(pool, retention)));
    expect([...dropped.flat(), ...(await dropPartitions(pool, retention))]).toEqual([old]);
    expect(await listPartitionNames(harness.database, "deliveries")).toContain(young);
    expect(await findPartition(database, "deliveries", kept)).toBe(young);
    expect((await database.pool.query("select to_regclass($1) as oid", [old])).rows).toEqual([{ oid: null }]);
  });

  it.each(["waiting", "unmatched", "processing"])(
    "spares a partition that holds a delivery %s, and deletes what is settled beside it",
    async (state) => {
      const { database, gateway } = harness;
      const name = await addPartition(database, "deliveries", 200);
      const open = await insertDelivery(database, 200, { state });
      const settled = await insertDelivery(database, 200);
      const { partitions } = await dropExpired(gateway.services.database, retention);
      expect(partitions).not.toContain(name);
      expect(await findPartition(database, "deliveries", open)).toBe(name);
      expect(await findPartition(database, "deliveries", settled)).toBeUndefined();
      await database.pool.query("update deliveries set state = 'applied' where id = $1", [open]);
      expect((await dropExpired(gateway.services.database, retention)).partitions).toEqual([name]);
    },
  );

  it.each(["session", "person"])(
    "spares what a legal hold of a %s keeps, in deliveries and events, and drops it when that is lifted",
    async (scope) => {
      const { database, gateway, shop } = harness;
      const { pool } = database;
      const { body } = await shop.createSession();
      const [name, outbox] = [
        await addPartition(database, "deliveries", 200),
        await addPartition(database, "outbox", 200),
      ];
      const delivery = await insertDelivery(database, 200);
      await pool.query("update deliveries set session_id = $2 where id = $1", [delivery, body.id]);
      const event = await insertOldEvent(database, { daysAgo: 200, number: 0 });
      await pool.query("update outbox set session_id = $2 where id = $1", [event, body.id]);
      await pool.query(
        `insert into legal_holds (id, tenant_id, session_id, applicant_hash, sealed_reason, placed_by)
         select $1, tenant_id, case when $3 then id end, case when not $3 then applicant_hash end, '', 'test'
         from sessions where id = $2`,
        [newIdAt(0), body.id, scope === "session"],
      );
      expect((await dropExpired(gateway.services.database, retention)).partitions).toEqual([]);
      expect(await findPartition(database, "deliveries", delivery)).toBe(name);
      expect(await findPartition(database, "outbox", event)).toBe(outbox);
      await pool.query("update legal_holds set released_at = now()");
      expect((await dropExpired(gateway.services.database, retention)).partitions).toEqual([name, outbox]);
    },
  );

  it("drops nothing when this process and the database disagree about the time", async () => {
    const { database, gateway } = harness;
    const name = await addPartition(database, "deliveries", 120);
    const { pool } = gateway.services.database;
    expect(await dropPartitions(pool, retention, Date.now() + 2 * 3_600_000)).toEqual([]);
    expect(await dropPartitions(pool, retention)).toEqual([name]);
  });

  it("waits for nobody who works with the table", async () => {
    const { database, gateway } = harness;
    const name = await addPartition(database, "deliveries", 120);
    const client = await database.pool.connect();
    await client.query("begin");
    await client.query("select count(*) from deliveries");
    const watch = startStopwatch();
    expect(await dropPartitions(gateway.services.database.pool, retention)).toEqual([]);
    expect(watch.stopMs()).toBeLessThan(2000);
    await client.query("commit");
    client.release();
    expect(await dropPartitions(gateway.services.database.pool, retention)).toEqual([name]);
  });

  it("drops what a crash left between taking a partition out and dropping it", async () => {
    const { database, gateway } = harness;
    const name = await addPartition(database, "deliveries", 120);
    await database.pool.query(`alter table deliveries detach partition ${name}`);
    await dropPartitions(gateway.services.database.pool, retention);
    expect((await database.pool.query("select to_regclass($1) as oid", [name])).rows).toEqual([
      { oid: null },
    ]);
  });

  it("spares events that nobody has seen or that an endpoint has not got, and tells readers what went", async () => {
    const { database, gateway } = harness;
    const { pool } = database;
    const drop = () => dropPartitions(gateway.services.database.pool, retention);
    const name = await addPartition(database, "outbox", 60);
    const { rows } = await pool.query<{ last: number }>(
      "select last_number::int as last from event_numbering",
    );
    const number = (rows[0]?.last ?? 0) + 1;
    await pool.query("update event_numbering set last_number = $1", [number]);
    await pool.query(
      `insert into event_endpoints (id, tenant_id, url, description, sealed_keys, state, state_since, cursor_number,
         next_attempt_at, created_at, updated_at, lease_until)
       select $1, id, 'https://slow.example', '', '', 'warned', now(), $2, now() + interval '1 day', now(), now(), null
       from tenants where name = 'shop'`,
      [newIdAt(0), number - 1],
    );
    // An event is numbered within a second: the lock keeps this one as it is.
    const client = await pool.connect();
    await client.query("begin");
    await client.query("select from event_numbering for update");
    const event = await insertOldEvent(database, { daysAgo: 60, number: null });
    expect(await drop()).toEqual([]);
    await pool.query("update outbox set number = $2 where id = $1", [event, number]);
    await client.query("commit");
    client.release();
    expect(await drop()).toEqual([]);
    await dropExpired(gateway.services.database, retention);
    expect(await findPartition(database, "outbox", event)).toBe(name);
    await pool.query("update event_endpoints set state = 'disabled', disabled_reason = 'exhausted'");
    expect(await drop()).toEqual([name]);
    const ends = await pool.query("select dropped_through::int as through from event_numbering");
    expect(ends.rows).toEqual([{ through: number }]);
  });
});
