import { MikroORM, type EntitySchema } from "@mikro-orm/postgresql";
import { Pool, type PoolConfig } from "pg";
import { watchPool, type ClientCare } from "./pool-watchdog.ts";
import { describeConnection, withoutCompilation, type DatabaseAddress } from "./connection-options.ts";
import type { DatabaseFailure } from "./database-unavailable.ts";
import { deadLineGraceMs, describeLimits, type PoolLimits, type PoolsLimits } from "./pool-limits.ts";
import { measureWaits, type ObserveWait } from "./pool-waits.ts";
import { routeByScope } from "./scoped-pool.ts";
import { createStatements, type Statements } from "./sql/statements.store.ts";
import { createTenantScope, type TenantScope } from "./tenancy/tenant-scope.store.ts";

/** The domain's ORM and, for the few hot statements, the pools beneath it. */
export interface Database {
  readonly orm: MikroORM;
  /** Gives connections of the running code's own pool: see `work-scope.ts`. The ORM's are the same. */
  readonly pool: Pool;
  /** For committing webhooks. */
  readonly ingest: Pool;
  /** For readiness and metrics: limits of well below a second. */
  readonly monitor: Pool;
  /** The pools by name, for metrics. */
  listPools(): Readonly<Record<string, Pool>>;
  /** Runs hot statements: prepared, several in one message. */
  readonly statements: Statements;
  /** What products ask for runs through here. */
  readonly tenants: TenantScope;
  /** Makes all connections anew, each as it becomes free: what they have seen of the server may be outdated. */
  renew(): void;
  close(): Promise<void>;
}

/** What maps tables to the features' types. */
type Entities = readonly EntitySchema[];

interface DatabaseOptions extends DatabaseAddress {
  /** The entities of the features. Absent: none, as migrations need none. */
  readonly entities?: Entities;
  /** Connections of one pool for everything; with `pools`: those of the jobs. */
  readonly poolSize: number;
  /** Pools of their own, with limits that PostgreSQL keeps. Absent: one pool. */
  readonly pools?: PoolsLimits;
  /** Who tells PostgreSQL the limits: we, as each connection begins, or the settings of its role. */
  readonly limitsFrom?: "startup" | "role";
  /** Longest wait for one statement before its line is cut. Absent: none, as migrations need it. */
  readonly statementMs?: number;
  /** Longest wait for a lock. Absent: none of its own. Not through a pooling proxy. */
  readonly lockMs?: number;
  /** Where migrations are noted. Whoever runs none needs none. */
  readonly schema?: string;
  /** Whether PostgreSQL keeps tenants apart. Default: it does. */
  readonly isRowSecurityOn?: boolean;
  /** Whether connections may keep statements by name. Default: they may. */
  readonly areStatementsPrepared?: boolean;
  /** Told about connections that broke while idle: no request of ours failed by it. */
  readonly onConnectionLost?: (message: string) => void;
  /** Told of every statement, and every wait for a connection, that failed because the database cannot serve. */
  readonly onFailure?: (failure: DatabaseFailure) => void;
  /** Told of every wait for a connection. */
  readonly onWait?: ObserveWait;
}

/** Opens the database without asking it anything: a PostgreSQL that is away shows at the first query. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { pools, isRowSecurityOn = true, areStatementsPrepared = true } = options;
  const orm = await openOrm(options);
  const pool = await orm.em.getConnection().getNativeClient();
  const cares = [careFor(pool, pools?.jobs, options)];
  const open = (limits: PoolLimits | undefined): Pool => {
    if (limits === undefined) return pool;
    const opened = openPool(options, limits, pool.options.types);
    cares.push(careFor(opened, limits, options));
    return opened;
  };
  const [requests, ingest, monitor] = [open(pools?.requests), open(pools?.ingest), open(pools?.monitor)];
  const statements = createStatements({ areNamed: areStatementsPrepared });
  const named = { requests, ingest, jobs: pool, monitor };
  if (options.onWait !== undefined)
    for (const [name, own] of Object.entries(named)) measureWaits(own, name, options.onWait);
  if (requests !== pool) routeByScope(pool, { requests, onFailure: options.onFailure });
  return {
    orm,
    pool,
    ingest,
    monitor,
    listPools: () => named,
    statements,
    tenants: createTenantScope(pool, { isEnforced: isRowSecurityOn, statements }),
    renew: () => cares.forEach((care) => care.renew()),
    async close() {
      const own = [requests, ingest, monitor].filter((opened) => opened !== pool);
      await Promise.all([orm.close(), ...own.map((opened) => opened.end())]);
    },
  };
}

/** Not by `init`, which loads every extension that it finds installed. */
async function openOrm(options: DatabaseOptions): Promise<MikroORM> {
  const { lockMs, pools, limitsFrom, onConnectionLost, schema } = options;
  return new MikroORM({
    clientUrl: options.url,
    entities: [...(options.entities ?? [])],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: pools?.jobs.size ?? options.poolSize },
    driverOptions: {
      ...describeAddress(options),
      ...(lockMs === undefined ? {} : { lock_timeout: lockMs }),
      ...(pools === undefined ? {} : describePool(pools.jobs, limitsFrom)),
    },
    ensureDatabase: false,
    ...(schema === undefined ? {} : await (await import("./migrator-options.ts")).describeMigrator(schema)),
    logger: (message) => onConnectionLost?.(message),
    colors: false,
  });
}

function openPool(options: DatabaseOptions, limits: PoolLimits, types: PoolConfig["types"]): Pool {
  const pool = new Pool({
    ...describeAddress(options),
    ...describePool(limits, options.limitsFrom),
    ...(types === undefined ? {} : { types }),
  });
  pool.on("error", ({ message }) => options.onConnectionLost?.(message));
  return pool;
}

/** What a pooling proxy does not let a connection ask for, its role has. */
function describeAddress(options: DatabaseOptions): PoolConfig {
  const address = describeConnection(options);
  return options.limitsFrom === "role" || options.pools === undefined ? address : withoutCompilation(address);
}

function describePool(limits: PoolLimits, limitsFrom: DatabaseOptions["limitsFrom"]): PoolConfig {
  return {
    max: limits.size,
    connectionTimeoutMillis: limits.acquireMs,
    ...(limitsFrom === "role" ? {} : describeLimits(limits)),
  };
}

function careFor(pool: Pool, limits: PoolLimits | undefined, options: DatabaseOptions): ClientCare {
  const statementMs = limits === undefined ? options.statementMs : limits.statementMs + deadLineGraceMs;
  return watchPool(pool, { statementMs, onFailure: options.onFailure });
}
