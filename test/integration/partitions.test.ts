import { Confidential } from "@kyc-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPartitions } from "../../gateway/src/platform/database/partitions/create-partitions.store.ts";
import { dropExpired } from "../../gateway/src/features/privacy/retention.store.ts";
import { createInboxStore, type NewDelivery } from "../../gateway/src/features/webhooks/inbox.store.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import {
  addPartition,
  findPartition,
  insertDelivery,
  newIdAt,
  listPartitions,
  listPartitionNames,
} from "../support/old-rows.ts";
import { sweepNow } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

const retention = { deliveryDays: 90, eventDays: 30, idempotencyKeyDays: 30 };

const tables = ["deliveries", "outbox", "event_attempts", "timeline"];
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Takes every partition but the default one away, rows and all. */
async function loseAllPartitions(): Promise<void> {
  for (const table of tables)
    for (const name of await listPartitionNames(harness.database, table))
      if (!name.endsWith("_default")) await harness.database.pool.query(`drop table ${name}`);
}

describe("partitions", () => {
  it("are there for now and two more weeks or months, without a gap", async () => {
    for (const table of tables) {
      const dated = (await listPartitions(harness.database, table)).filter(({ ends_at }) => ends_at !== null);
      expect(dated).toHaveLength(3);
      expect(dated[0]?.begins_at?.getTime()).toBeLessThanOrEqual(Date.now());
      expect(dated[0]?.ends_at?.getTime()).toBeGreaterThan(Date.now());
      expect(dated[1]?.begins_at).toEqual(dated[0]?.ends_at);
      expect(dated[2]?.begins_at).toEqual(dated[1]?.ends_at);
    }
  });

  it("are made once, however many replicas make them at once", async () => {
    const before = await Promise.all(tables.map((table) => listPartitionNames(harness.database, table)));
    await loseAllPartitions();
    const { pool } = harness.gateway.services.database;
    const created = await Promise.all(Array.from({ length: 6 }, () => createPartitions(pool)));
    // Whoever would have had to wait has left it to the others.
    await createPartitions(pool);
    expect(created.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(12);
    expect(await Promise.all(tables.map((table) => listPartitionNames(harness.database, table)))).toEqual(
      before,
    );
  });

  it("may be missing: a callback is taken and applied, and moves when its partition comes", async () => {
    const { shop, identomat, database } = harness;
    await loseAllPartitions();
    const { body } = await shop.createSession();
    identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
    const text = `select id, (select tableoid::regclass::text) as place, state from deliveries d where session_id = $1`;
    const read = async () =>
      (await database.pool.query<{ id: string; place: string; state: string }>(text, [body.id])).rows;
    await waitFor(async () => (await read()).every(({ state }) => state === "applied"));
    const before = await read();
    expect(new Set(before.map(({ place }) => place))).toEqual(new Set(["deliveries_default"]));
    expect((await shop.get("/metrics")).text).toContain(
      `kyc_partition_default_rows{table="deliveries"} ${before.length}`,
    );
    expect(await createPartitions(harness.gateway.services.database.pool)).toBe(12);
    const after = await read();
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(after.some(({ place }) => place === "deliveries_default")).toBe(false);
    const { entries } = await shop.readTimeline(body.id);
    expect(entries.map(({ to }) => to)).toEqual(["SESSION_CREATED", "APPROVED"]);
    for (const table of tables) {
      const { rows } = await database.pool.query(`select 1 from ${table}_default`);
      expect(rows).toEqual([]);
    }
  });

  it("take a delivery of a clock that is years ahead, and it is matched", async () => {
    const { database } = harness;
    const id = await insertDelivery(database, -1000, { state: "waiting" });
    expect(await findPartition(database, "deliveries", id)).toBe("deliveries_default");
    await sweepNow(database);
    const text = "select state from deliveries where id = $1";
    await waitFor(
      async () => (await database.pool.query<{ state: string }>(text, [id])).rows[0]?.state === "unmatched",
    );
    await addPartition(database, "deliveries", -1000);
    expect(await findPartition(database, "deliveries", id)).toMatch(/^deliveries_20\d{6}$/);
    await database.pool.query("delete from deliveries where id = $1", [id]);
  });

  it("are not made while somebody works in the default one, and nobody waits for that", async () => {
    const { database, gateway } = harness;
    const client = await database.pool.connect();
    await loseAllPartitions();
    await client.query("begin");
    await client.query("select count(*) from deliveries");
    const watch = startStopwatch();
    await createPartitions(gateway.services.database.pool);
    expect(watch.stopMs()).toBeLessThan(3000);
    expect(await listPartitionNames(harness.database, "deliveries")).toEqual(["deliveries_default"]);
    expect(await listPartitionNames(harness.database, "outbox")).toHaveLength(4);
    await client.query("commit");
    client.release();
    await createPartitions(gateway.services.database.pool);
    expect(await listPartitionNames(harness.database, "deliveries")).toHaveLength(4);
  });
});

async function say(fields: Partial<NewDelivery>): Promise<NewDelivery> {
  return {
    tenantId: null,
    connectionId: (
      await harness.database.pool.query<{ id: string }>(
        "select id from connections where name = 'bank-identomat'",
      )
    ).rows[0]?.id as string,
    sessionReference: "nobody's",
    eventId: null,
    eventType: "update",
    storedBody: new Confidential(Buffer.from("{}")),
    parkCode: null,
    receivedAt: new Date(),
    ...fields,
  };
}

function createStore() {
  const { database, vault } = harness.gateway.services;
  return createInboxStore(database, { vault });
}

describe("a repeated delivery", () => {
  it("is known by its event id across partitions, and after its duplicate has gone", async () => {
    const { pool } = harness.database;
    const [store, delivery] = [createStore(), await say({ eventId: "event-1" })];
    expect(await store.insert([delivery, delivery])).toEqual(["accepted", "duplicate"]);
    await addPartition(harness.database, "deliveries", 8);
    await pool.query("update deliveries set id = $1, state = 'applied' where event_id = 'event-1'", [
      newIdAt(8),
    ]);
    expect(await store.insert([delivery])).toEqual(["duplicate"]);
    await pool.query("delete from deliveries where event_id = 'event-1'");
    expect(await store.insert([delivery])).toEqual(["duplicate"]);
  });

  it("is taken once from many replicas at once", async () => {
    const delivery = await say({ eventId: "event-2" });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => createStore().insert([delivery])));
    expect(outcomes.flat().filter((outcome) => outcome === "accepted")).toHaveLength(1);
  });

  it("is known for thirty days at least, and then forgotten", async () => {
    const { gateway, database } = harness;
    const [store, delivery] = [createStore(), await say({ eventId: "event-3" })];
    await store.insert([delivery]);
    const age = (days: number) =>
      database.pool.query("update delivery_keys set received_at = now() - $1 * interval '1 day'", [days]);
    await age(29);
    await dropExpired(gateway.services.database, { ...retention, deliveryDays: 1 });
    expect(await store.insert([delivery])).toEqual(["duplicate"]);
    await age(31);
    await database.pool.query("delete from deliveries where event_id = 'event-3'");
    await dropExpired(gateway.services.database, { ...retention, deliveryDays: 1 });
    expect(await store.insert([delivery])).toEqual(["accepted"]);
  });

  it("without an event id is known by its body while its duplicate waits", async () => {
    const { pool } = harness.database;
    const [store, delivery] = [
      createStore(),
      await say({ storedBody: new Confidential(Buffer.from("[1]")) }),
    ];
    const where = "event_id is null and connection_id = $1";
    await pool.query(`delete from deliveries where ${where}`, [delivery.connectionId]);
    expect(await store.insert([delivery, delivery])).toEqual(["accepted", "duplicate"]);
    expect(await store.insert([delivery])).toEqual(["duplicate"]);
    await pool.query(`update deliveries set state = 'applied' where ${where}`, [delivery.connectionId]);
    expect(await store.insert([delivery])).toEqual(["accepted"]);
  });
});
