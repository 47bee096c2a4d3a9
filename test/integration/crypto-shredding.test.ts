import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { destroyApplicantKey } from "../../gateway/src/platform/encryption/destroy-applicant-key.store.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { createApiClient } from "../support/api-client.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const tables = ["sessions", "session_reports", "deliveries", "outbox", "timeline"] as const;

/** A session of an applicant that is decided, with its report and its callbacks. Gives its id. */
async function verify(id: string): Promise<string> {
  const { shop, identomat } = harness;
  const { body } = await shop.createSession({ applicant: { id } });
  identomat.control.act(await harness.findReference(body.id), { act: "approve" });
  await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
  await identomat.control.settleCallbacks();
  await waitFor(async () => (await countOpenDeliveries()) === 0);
  return body.id;
}

async function countOpenDeliveries(): Promise<number> {
  const { rows } = await harness.database.pool.query<{ open: number }>(
    "select count(*)::int as open from deliveries where state <> 'applied'",
  );
  return rows[0]?.open ?? 0;
}

async function destroy(applicantId: string): Promise<string | undefined> {
  const { database, vault, configuration } = harness.gateway.services;
  const tenantId = configuration.current.tenants.get("shop") ?? "";
  const hash = vault.applicants.hash(tenantId, applicantId);
  return database.orm.em.fork().transactional((em) => destroyApplicantKey(tenantId, hash, em));
}

/** Everything that is sealed about a session, as rows. */
async function listSealed(sessionId: string): Promise<{ place: string; sealed: Buffer; key: string }[]> {
  const { rows } = await harness.database.pool.query<{ place: string; sealed: Buffer; key: string }>(
    `select v.place, v.sealed, encode(substring(v.sealed from 2 for 16), 'hex') as key from (
       select 'report' as place, sealed_result as sealed from session_reports where session_id = $1
       union all select 'raw', sealed_raw from session_reports where session_id = $1
       union all select 'delivery', sealed_body from deliveries where session_id = $1) v`,
    [sessionId],
  );
  return rows;
}

describe("what is personal of a session", () => {
  it("is sealed under its applicant's own key, deliveries too once they are applied", async () => {
    const { pool } = harness.database;
    const sessionId = await verify("own-key");
    const { rows } = await pool.query<{ key: string }>(
      "select replace(applicant_key_id::text, '-', '') as key from sessions where id = $1",
      [sessionId],
    );
    const sealed = await listSealed(sessionId);
    expect(new Set(sealed.map(({ place }) => place))).toEqual(new Set(["report", "raw", "delivery"]));
    expect(new Set(sealed.map(({ key }) => key))).toEqual(new Set([rows[0]?.key]));
  });

  it("has one key for all sessions of an applicant, also when they begin at once", async () => {
    const started = await Promise.all(
      Array.from({ length: 8 }, () => harness.shop.createSession({ applicant: { id: "at-once" } })),
    );
    expect(started.map(({ status }) => status)).toEqual(started.map(() => 201));
    const { rows } = await harness.database.pool.query<{ keys: number }>(
      "select count(distinct applicant_key_id)::int as keys from sessions where id = any($1)",
      [started.map(({ body }) => body.id)],
    );
    expect(rows[0]?.keys).toBe(1);
    const { body } = await harness.shop.get<{ sessionCount: number }>("/v1/applicants/at-once");
    expect(body.sessionCount).toBe(8);
  });
});

describe("destroying an applicant's key", () => {
  it("makes everything of the person unreadable, also in a backup of before without the keys", async () => {
    const { shop, database } = harness;
    const [gone, stays] = [await verify("to-be-forgotten"), await verify("to-be-kept")];
    expect((await shop.get(`/v1/sessions/${gone}/result`)).status).toBe(200);
    const before = await listSealed(gone);
    await copyAside(true);
    expect(await destroy("to-be-forgotten")).toBeDefined();
    await copyAside(false);
    expect((await listSealed(gone)).map(({ sealed }) => sealed)).toEqual(before.map(({ sealed }) => sealed));
    // A fresh process: nothing is left in its memory either.
    const gateway = await startTestGateway({ databaseUrl: database.url });
    const client = createApiClient(gateway.url, harness.key);
    try {
      await waitUntilServing(client);
      for (const each of [client, shop]) {
        expect(await each.readSession(gone)).toMatchObject({ applicantId: null, launch: null });
        expect((await each.get(`/v1/sessions/${gone}/result`)).status).not.toBe(200);
        expect((await each.get(`/v1/sessions/${stays}/result`)).status).toBe(200);
        expect(await each.readSession(stays)).toMatchObject({ applicantId: "to-be-kept" });
      }
      const { body } = await client.get<{ items: { sessionId: string; data: { applicantId: unknown } }[] }>(
        "/v1/events?limit=100",
      );
      const told = body.items.filter(({ sessionId }) => sessionId === gone);
      expect(told.length).toBeGreaterThan(0);
      for (const { data } of told) expect(data.applicantId).toBeNull();
    } finally {
      await client.close();
      await gateway.stop();
    }
  });

  it("leaves a later session of the same person with a key of its own", async () => {
    await verify("comes-back");
    const old = await destroy("comes-back");
    const again = await verify("comes-back");
    const { rows } = await harness.database.pool.query<{ key: string }>(
      "select applicant_key_id as key from sessions where id = $1",
      [again],
    );
    expect(rows[0]?.key).not.toBe(old);
    expect(await harness.shop.readSession(again)).toMatchObject({ applicantId: "comes-back" });
  });

  it("waits for a start that is being committed, and finds its key", async () => {
    const { pool } = harness.database;
    await harness.shop.createSession({ applicant: { id: "racing" } });
    const starting = await pool.connect();
    await starting.query("begin");
    const { rows } = await starting.query<{ id: string }>(
      `select t.id from kyc_keys.applicant_keys k, kyc_keys.take_applicant_key(gen_random_uuid(), k.tenant_id,
         k.applicant_hash, k.tenant_key_id, k.wrapped_key) t
       where k.id = (select applicant_key_id from sessions order by created_at desc limit 1)`,
    );
    let isDestroyed = false;
    const destroying = destroy("racing").then((id) => {
      isDestroyed = true;
      return id;
    });
    await waitFor(async () => {
      const waiting = await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'");
      return waiting.rows.length > 0;
    });
    expect(isDestroyed).toBe(false);
    await starting.query("commit");
    starting.release();
    expect(await destroying).toBe(rows[0]?.id);
  });
});

/** A backup of everything but the schema of keys; and its return. */
async function copyAside(isBackup: boolean): Promise<void> {
  const { pool } = harness.database;
  if (isBackup) {
    for (const table of tables) await pool.query(`create table backup_${table} as table ${table}`);
    return;
  }
  const client = await pool.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const table of tables) {
      await client.query(`delete from ${table}`);
      const { rows } = await client.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ',') as columns from information_schema.columns
         where table_schema = 'public' and table_name = $1`,
        [table],
      );
      const columns = rows[0]?.columns ?? "";
      await client.query(
        `insert into ${table} (${columns}) overriding system value select ${columns} from backup_${table}`,
      );
      await client.query(`drop table backup_${table}`);
    }
    await client.query("commit");
  } finally {
    client.release();
  }
}
