import { Migrator } from "@mikro-orm/migrations";
import { MikroORM, type EntitySchema } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { careForClients } from "./client-care.ts";
import { migrations } from "./migrations/index.ts";
import { createTenantLock, type TenantLock } from "./tenancy/tenant-lock.ts";

/** The domain's ORM and, for the few hot statements, the pool beneath it: one set of connections. */
export interface Database {
  readonly orm: MikroORM;
  readonly pool: Pool;
  /** What products ask for runs through here. */
  readonly tenants: TenantLock;
  close(): Promise<void>;
}

/** What maps tables to the features' types. */
export type Entities = readonly EntitySchema[];

export interface DatabaseOptions {
  readonly url: string;
  /** The entities of the features. Absent: none, as migrations need none. */
  readonly entities?: Entities;
  readonly poolSize: number;
  /** Longest wait for one statement, kept to an eighth of it. Absent: none, as migrations need it. */
  readonly statementMs?: number;
  /** Longest wait for a lock. Absent: none of its own. Not through a pooling proxy. */
  readonly lockMs?: number;
  /** Whether PostgreSQL keeps tenants apart. Default: it does. */
  readonly isRowSecurityOn?: boolean;
  /** Told about connections that broke while idle: no request of ours failed by it. */
  readonly onConnectionLost?: (message: string) => void;
}

/** Opens the database without asking it anything: a PostgreSQL that is away shows at the first query. */
export async function openDatabase({
  url,
  entities = [],
  poolSize,
  statementMs,
  lockMs,
  onConnectionLost,
  isRowSecurityOn = true,
}: DatabaseOptions): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    driverOptions: {
      connectionTimeoutMillis: 3000,
      keepAlive: true,
      application_name: "kyc-gateway",
      ...(lockMs === undefined ? {} : { lock_timeout: lockMs }),
    },
    ensureDatabase: false,
    // Each commits by itself: gateways at work wait for one, and what one has locked the next does not hold.
    migrations: { migrationsList: migrations, tableName: "migrations", snapshot: false, allOrNothing: false },
    logger: (message) => onConnectionLost?.(message),
    colors: false,
  });
  const pool = await orm.em.getConnection().getNativeClient();
  const endCare = careForClients(pool, { statementMs });
  const tenants = createTenantLock(pool, { isEnforced: isRowSecurityOn });
  return {
    orm,
    pool,
    tenants,
    async close() {
      endCare();
      await orm.close();
    },
  };
}
