import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkMaster, WrongMasterKeyError } from "../../gateway/src/platform/encryption/check-master.ts";
import { loadOrCreateMasterKey } from "../../gateway/src/platform/encryption/master-key-file.ts";
import { createLocalMasterKeys } from "../../gateway/src/platform/encryption/master-keys.ts";
import { destroyReplacedKeys } from "../../gateway/src/platform/encryption/rotation/destroy-replaced-keys.store.ts";
import { rotateMaster } from "../../gateway/src/platform/encryption/rotation/rotate-master.ts";
import { sealedPlaces } from "../../gateway/src/platform/encryption/rotation/sealed-places.store.ts";
import { rotateTenant } from "../../gateway/src/platform/encryption/rotation/rotate-tenant.ts";
import { createApiClient } from "../support/api-client.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

const currentMaster = Buffer.alloc(32, 7).toString("base64");
const newMaster = Buffer.alloc(32, 8).toString("base64");
const bothMasters = { KYC_MASTER_KEY: newMaster, KYC_MASTER_KEY_PREVIOUS: currentMaster };

async function verify(harness: Harness, id: string): Promise<string> {
  const { shop, identomat } = harness;
  const { body } = await shop.createSession({ applicant: { id } });
  identomat.control.act(await harness.findReference(body.id), { act: "approve" });
  await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
  await identomat.control.settleCallbacks();
  return body.id;
}

describe("the master key", () => {
  it("of another database stops the start, says which key is wanted, and changes nothing", async () => {
    await using harness = await startHarness();
    const { database } = harness;
    const count = async () =>
      (await database.pool.query("select count(*)::int as n from kyc_keys.data_keys")).rows[0]?.n as number;
    const before = await count();
    const failed = await startTestGateway({
      databaseUrl: database.url,
      env: { KYC_MASTER_KEY: newMaster },
    }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(WrongMasterKeyError);
    expect(String(failed)).toMatch(
      /KYC_MASTER_KEY is local-[0-9a-f]{16}, and .* wrapped by local-[0-9a-f]{16}/,
    );
    expect(String(failed)).not.toContain(newMaster);
    expect(await count()).toBe(before);
    const { rows } = await database.pool.query("select count(*)::int as n from kyc_keys.masters");
    expect(rows[0]?.n).toBe(1);
  });

  it("is taken once: of many first starts at a fresh database with different keys one stays", async () => {
    await using database = await createTestDatabase();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => checkMaster(database.pool, createLocalMasterKeys(randomBytes(32)))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("the rotation of the master key", () => {
  it("keeps everything readable on running replicas, and afterwards needs the new key alone", async () => {
    await using harness = await startHarness();
    const { database } = harness;
    const request = { applicant: { id: "before" }, flow: "standard" };
    const headers = { "idempotency-key": "rotated" };
    const first = await harness.shop.request<{ id: string }>("POST", "/v1/sessions", {
      body: request,
      headers,
    });
    const sessionId = await verify(harness, "before");
    const both = await startTestGateway({ databaseUrl: database.url, env: bothMasters });
    const { services } = both;
    await rotateMaster({ pool: services.database.pool, vault: services.vault, onProgress: () => undefined });
    await both.stop();
    // The replica of before has its keys in memory.
    expect((await harness.shop.get(`/v1/sessions/${sessionId}/result`)).status).toBe(200);
    await verify(harness, "between");
    const after = await startTestGateway({ databaseUrl: database.url, env: { KYC_MASTER_KEY: newMaster } });
    const shop = createApiClient(after.url, harness.key);
    await waitUntilServing(shop);
    expect((await shop.get(`/v1/sessions/${sessionId}/result`)).status).toBe(200);
    expect((await shop.get("/v1/applicants/before")).status).toBe(200);
    const repeated = await shop.request<{ id: string }>("POST", "/v1/sessions", { body: request, headers });
    expect(repeated).toMatchObject({ status: 201, body: { id: first.body.id } });
    await shop.close();
    await after.stop();
    const old = startTestGateway({ databaseUrl: database.url });
    await expect(old).rejects.toThrow(WrongMasterKeyError);
  });
});

describe("the rotation of a tenant's key", () => {
  it("is taken up where it was left, and leaves nothing under the old key", async () => {
    await using harness = await startHarness();
    const { pool } = harness.database;
    const { vault, configuration } = harness.gateway.services;
    const sessionId = await verify(harness, "rotated");
    const tenantId = configuration.current.tenants.get("shop") ?? "";
    const parts = { pool, vault };
    // Dies after its first page, as if the process were gone.
    const dying = rotateTenant(
      {
        ...parts,
        onProgress: ({ step }) => {
          if (step.startsWith("connections")) throw new Error("killed");
        },
      },
      tenantId,
    );
    await expect(dying).rejects.toThrow("killed");
    const open = await pool.query("select step from kyc_keys.rotations where finished_at is null");
    expect(open.rows).toEqual([{ step: "connections.sealed_secrets" }]);
    expect(await destroyReplacedKeys({ ...parts, onProgress: () => undefined }, -1000)).toBe(0);
    await rotateTenant({ ...parts, onProgress: () => undefined }, tenantId);
    const keys = await pool.query<{ replaced: boolean }>(
      "select replaced_at is not null as replaced from kyc_keys.data_keys where tenant_id = $1 and purpose = 'seal'",
      [tenantId],
    );
    expect(keys.rows.filter(({ replaced }) => replaced)).toHaveLength(1);
    expect(keys.rows).toHaveLength(2);
    expect(await destroyReplacedKeys({ ...parts, onProgress: () => undefined }, -1000)).toBe(1);
    // Neither a replica that runs nor one that starts misses the old key.
    await verify(harness, "rotated");
    const fresh = await startTestGateway({ databaseUrl: harness.database.url });
    const shop = createApiClient(fresh.url, harness.key);
    await waitUntilServing(shop);
    expect((await shop.get(`/v1/sessions/${sessionId}/result`)).status).toBe(200);
    expect(fresh.services.configuration.current.broken).toEqual([]);
    await shop.close();
    await fresh.stop();
  });

  it("reaches a replica that did not onRemoteEvent of it: it loads the key that it misses", async () => {
    await using harness = await startHarness();
    const { pool } = harness.database;
    const sessionId = await verify(harness, "unheard");
    const deaf = await startTestGateway({ databaseUrl: harness.database.url });
    const shop = createApiClient(deaf.url, harness.key);
    await waitUntilServing(shop);
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kyc-gateway-listener' and datname = current_database()",
    );
    const { vault, configuration } = harness.gateway.services;
    const tenantId = configuration.current.tenants.get("shop") ?? "";
    await rotateTenant({ pool, vault, onProgress: () => undefined }, tenantId);
    expect((await shop.get(`/v1/sessions/${sessionId}/result`)).status).toBe(200);
    await shop.close();
    await deaf.stop();
  });
});

describe("the key file of the embedded mode", () => {
  it("is made once with mode 0600, and is not replaced when it is lost beside a database that was sealed", async () => {
    await using database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), "kyc-gateway-keys-"));
    const file = join(folder, "master.key");
    const made = await Promise.all([1, 2, 3].map(() => loadOrCreateMasterKey(folder, database.url)));
    expect(new Set(made.map((key) => key.toString("hex"))).size).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["master.key"]);
    await checkMaster(database.pool, createLocalMasterKeys(made[0] ?? Buffer.alloc(0)));
    rmSync(file);
    await expect(loadOrCreateMasterKey(folder, database.url)).rejects.toThrow(/is missing.*Restore it/);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe("a rotation", () => {
  it("of the system's key seals what belongs to no tenant anew, whatever its ids are", async () => {
    await using harness = await startHarness();
    const { pool } = harness.database;
    const { vault } = harness.gateway.services;
    const context = { table: "signing_keys", column: "sealed_private", rowId: "a-key" };
    await pool.query(
      "insert into signing_keys (id, purpose, public_jwk, sealed_private) values ('a-key', 'test', '{}', $1)",
      [vault.system.seal(context, Buffer.from("private"))],
    );
    const parts = { pool, vault, onProgress: () => undefined };
    expect((await rotateTenant(parts, null)).resealed).toBeGreaterThanOrEqual(1);
    expect(await destroyReplacedKeys(parts, -1000)).toBe(1);
    const { rows } = await pool.query<{ sealed: Buffer }>(
      "select sealed_private as sealed from signing_keys where id = 'a-key'",
    );
    expect(vault.system.open(context, rows[0]?.sealed ?? Buffer.alloc(0)).toString()).toBe("private");
  });

  it("goes through every sealed column there is, but for the log that only grows", async () => {
    await using database = await createTestDatabase();
    const { rows } = await database.pool.query<{ place: string }>(
      `select c.relname || '.' || a.attname as place from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and a.attname like 'sealed%' and a.atttypid = 'bytea'::regtype order by 1`,
    );
    const known = sealedPlaces.map(({ table, column }) => `${table}.${column}`);
    expect(rows.map(({ place }) => place).toSorted()).toEqual(
      [...known, "audit_log.sealed_reason"].toSorted(),
    );
  });
});
