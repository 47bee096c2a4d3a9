import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { validate as isUuid } from "uuid";
import type { Queryable } from "../sql/query.ts";
import { queryWithin } from "../sql/query-within.ts";
import type { Statement, Step } from "../sql/statement-batch.ts";
import { preferIndexesText, type Statements } from "../sql/statements.store.ts";
import { tenantRole } from "./tenant-role.store.ts";

/**
 * Runs what a product asked for as a role that PostgreSQL keeps to the tenant's rows: a statement that forgets its tenant
 * finds nothing of others. For one transaction each, so that a pooling proxy may stand before the database.
 */
export interface TenantScope {
  /** A transaction for one tenant. */
  run<Outcome>(tenantId: string, work: (on: Queryable) => Promise<Outcome>): Promise<Outcome>;
  /** One prepared statement for some tenants: one message, one transaction. */
  runStatement<Row>(tenantIds: readonly string[], step: Step<Row>): Promise<Row[]>;
  /** Binds the transaction of an entity manager, from now on until `unbind`. */
  bind(em: SqlEntityManager, tenantId: string): Promise<void>;
  /** What follows is our own doing, in the same transaction: jobs, and rows that are no tenant's. */
  unbind(em: SqlEntityManager): Promise<void>;
}

const bindTenants: Statement = {
  name: "bind_tenants",
  text: `select set_config('role', '${tenantRole}', true), set_config('kyc.tenants', $1, true)`,
};

/** For a statement whose plan is kept. What an entity manager asks is planned anew each time, as PostgreSQL thinks best. */
const bindTenantsForPlan: Statement = {
  name: "bind_tenants_for_plan",
  text: `${bindTenants.text}, ${preferIndexesText}`,
  setsPlanner: true,
};

/** Ids as PostgreSQL writes a `uuid[]`. Throws for a text that is no UUID. */
function writeUuids(ids: readonly string[]): string {
  if (!ids.every((id) => isUuid(id))) throw new Error("Only a UUID names a tenant.");
  return `{${ids.join()}}`;
}

/** `isEnforced: false`: statements are bound by their own `where` alone. */
export function createTenantScope(
  pool: Pool,
  { isEnforced, statements }: { readonly isEnforced: boolean; readonly statements: Statements },
): TenantScope {
  const bind = (tenantIds: readonly string[], statement = bindTenants): Step[] =>
    isEnforced ? [{ statement, values: [writeUuids(tenantIds)] }] : [];
  return {
    run: async (tenantId, work) => statements.runWithin(pool, bind([tenantId]), work),
    runStatement: async (tenantIds, step) =>
      statements.run(pool, [...bind(tenantIds, bindTenantsForPlan), step]),
    async bind(em, tenantId) {
      for (const { statement, values } of bind([tenantId])) await queryWithin(em, statement.text, values);
    },
    async unbind(em) {
      if (isEnforced) await queryWithin(em, "select set_config('role', 'none', true)");
    },
  };
}
