import type { Database } from "../../platform/database/database.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { TenantEntity } from "./tenant.entity.ts";

export interface TenantLine {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface ConnectionLine {
  readonly id: string;
  readonly name: string;
  readonly adapter: string;
  readonly retiredAt: Date | null;
}

/** By name. */
export function listTenants({ orm }: Pick<Database, "orm">): Promise<readonly TenantLine[]> {
  return orm.em.fork().findAll(TenantEntity, { orderBy: { name: "asc" } });
}

/** By name; those that were removed are left out. */
export function listConnections({ orm }: Pick<Database, "orm">): Promise<readonly ConnectionLine[]> {
  return orm.em.fork().find(ConnectionEntity, { removedAt: null }, { orderBy: { name: "asc" } });
}
