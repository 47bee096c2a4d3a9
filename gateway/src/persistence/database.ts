import { Migrator } from "@mikro-orm/migrations";
import { MikroORM } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { entities } from "./entities/index.ts";
import { migrations } from "./migrations/index.ts";

/** The domain's ORM and, for the few hot statements, the pool beneath it: one set of connections. */
export interface Database {
  readonly orm: MikroORM;
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Told about connections that broke while idle: no request of ours failed by it. */
  readonly onConnectionLost?: (message: string) => void;
}

/** Opens the database without asking it anything: a PostgreSQL that is away shows at the first query. */
export async function openDatabase({ url, poolSize, onConnectionLost }: DatabaseOptions): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    driverOptions: { connectionTimeoutMillis: 3000, application_name: "kyc-gateway" },
    ensureDatabase: false,
    migrations: { migrationsList: migrations, tableName: "migrations", snapshot: false, allOrNothing: true },
    logger: (message) => onConnectionLost?.(message),
    colors: false,
  });
  const pool = await orm.em.getConnection().getNativeClient();
  return { orm, pool, close: () => orm.close() };
}
