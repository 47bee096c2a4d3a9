import { randomBytes, randomUUID, randomUUIDv7 } from "node:crypto";
import { Confidential } from "@kyc-gateway/core";
import { DeliveryEntity } from "../../gateway/src/features/webhooks/delivery.entity.ts";
import { createInboxStore, type NewDelivery } from "../../gateway/src/features/webhooks/inbox.store.ts";
import { bodyContext } from "../../gateway/src/features/sessions/index.ts";
import { SessionEntity } from "../../gateway/src/features/sessions/session.entity.ts";
import { createSessionReads } from "../../gateway/src/features/sessions/session-reads.store.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { places } from "./src/machine/places.ts";
import { compareProcessorTime, readProcessorTime } from "./src/machine/processor-time.ts";
import { runNode } from "./src/machine/run-node.ts";
import { startPostgres, type Postgres } from "./src/machine/start-postgres.ts";

/**
 * What hot statements cost in their stores, and through the ORM's entities of the same tables, in turns in one process:
 * `node --conditions=@kyc-gateway/source test/bench/hot-statements.ts`, after `pnpm bundle`. The ORM's part is the least
 * that could do the same: without the tenant's scope for reads, without duplicates for the inbox.
 */
const rounds = 6;
const atOnce = 64;
const readsPerRound = 6000;
const groupsPerRound = 150;
const groupSize = 40;

interface Cost {
  readonly processUs: number;
  readonly postgresUs: number;
}

async function measure(postgres: Postgres, items: number, work: () => Promise<unknown>): Promise<Cost> {
  const pids = { postgres: postgres.pid };
  const before = readProcessorTime(pids);
  const own = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(own);
  const { coresByName, wallMs } = compareProcessorTime(before, readProcessorTime(pids));
  return {
    processUs: (user + system) / items,
    postgresUs: ((coresByName["postgres"] ?? 0) * wallMs * 1000) / items,
  };
}

async function inParallel(count: number, each: () => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while ((left -= 1) >= 0) await each();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

interface Subject {
  readonly name: string;
  readonly items: number;
  readonly store: () => Promise<unknown>;
  readonly orm: () => Promise<unknown>;
}

interface StoredSession {
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
}

/** Another session each time: reads of one session at the same time are one. */
function describeRead({ gateway: { services } }: Harness, sessions: readonly StoredSession[]): Subject {
  const { database, vault } = services;
  const reads = createSessionReads(database, vault);
  let next = 0;
  const choose = (): StoredSession => {
    const session = sessions[(next += 1) % sessions.length];
    if (session === undefined) throw new Error("There are no sessions.");
    return session;
  };
  const findByOrm = ({ id, tenantId }: StoredSession) =>
    database.orm.em.fork().findOneOrFail(SessionEntity, { id, tenantId });
  const findByStore = ({ id, tenantId }: StoredSession) => reads.find(tenantId, id);
  return {
    name: "session read",
    items: readsPerRound,
    store: () => inParallel(readsPerRound, () => findByStore(choose())),
    orm: () => inParallel(readsPerRound, () => findByOrm(choose())),
  };
}

function describeIngest({ gateway: { services } }: Harness, connectionId: string): Subject {
  const { database, vault } = services;
  const store = createInboxStore(database, { vault });
  const make = (): NewDelivery => ({
    connectionId,
    tenantId: null,
    sessionReference: randomUUID(),
    eventId: null,
    eventType: "status",
    storedBody: new Confidential(randomBytes(300)),
    parkCode: "unrecognised",
    receivedAt: new Date(),
  });
  const toEntity = ({ sessionReference, eventType, storedBody, parkCode, receivedAt }: NewDelivery) => {
    const id = randomUUIDv7();
    const body = storedBody.reveal();
    return {
      id,
      connectionId,
      sessionReference,
      eventType,
      parkCode,
      receivedAt,
      sessionId: null,
      eventId: null,
      progress: null,
      settledAt: null,
      traceContext: null,
      state: "parked" as const,
      attempts: 0,
      repeats: 0,
      dedupeKey: vault.fingerprint(null, "delivery-body", body),
      sealedBody: vault.of(null).seal(bodyContext(id), body),
    };
  };
  const inGroups = async (commit: (group: NewDelivery[]) => Promise<unknown>): Promise<void> => {
    for (let group = 0; group < groupsPerRound; group += 1)
      await commit(Array.from({ length: groupSize }, make));
  };
  return {
    name: `webhook, in groups of ${groupSize}`,
    items: groupsPerRound * groupSize,
    store: () => inGroups((group) => store.insert(group)),
    orm: () => inGroups((group) => database.orm.em.fork().insertMany(DeliveryEntity, group.map(toEntity))),
  };
}

const best = (costs: readonly Cost[], select: (cost: Cost) => number): number =>
  Math.min(...costs.map(select));

async function compare(postgres: Postgres, { name, items, store, orm }: Subject): Promise<void> {
  const costs: Record<"store" | "orm", Cost[]> = { store: [], orm: [] };
  for (let round = 0; round < rounds; round += 1) {
    costs.store.push(await measure(postgres, items, store));
    costs.orm.push(await measure(postgres, items, orm));
  }
  const [own, other] = [costs.store, costs.orm].map((each) => ({
    processUs: best(each, ({ processUs }) => processUs),
    postgresUs: best(each, ({ postgresUs }) => postgresUs),
  })) as [Cost, Cost];
  const sum = ({ processUs, postgresUs }: Cost): number => processUs + postgresUs;
  const show = (cost: Cost): string => `${cost.processUs.toFixed(0)} + ${cost.postgresUs.toFixed(0)} µs`;
  process.stdout.write(
    `${name}: store ${show(own)}, ORM ${show(other)}, ${(sum(other) / sum(own)).toFixed(1)} ×\n`,
  );
}

const postgres = await startPostgres();
const masterKey = Buffer.alloc(32, 7).toString("base64");
await runNode(places.gateway, {
  args: ["migrate"],
  env: { DATABASE_URL: postgres.url, KYC_MASTER_KEY: masterKey, KYC_ADAPTERS_FROM: places.bundle },
});
const drop = async (): Promise<void> => undefined;
const database = { url: postgres.url, pool: postgres.pool, drop, [Symbol.asyncDispose]: drop };
const harness = await startHarness({ database });
for (let count = 0; count < atOnce * 2; count += 1) await harness.shop.createSession();
const { rows: sessions } = await postgres.pool.query<StoredSession>(
  'select id, tenant_id as "tenantId", connection_id as "connectionId" from sessions',
);
process.stdout.write("processor time for each item: this process + PostgreSQL\n");
await compare(postgres, describeRead(harness, sessions));
await compare(postgres, describeIngest(harness, sessions[0]?.connectionId ?? ""));
await harness[Symbol.asyncDispose]();
await postgres.stop();
