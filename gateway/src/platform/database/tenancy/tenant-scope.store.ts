import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { types, type Pool, type QueryResult, type QueryResultRow } from "pg";
import { validate as isUuid } from "uuid";
import type { Queryable } from "../sql/query.ts";
import type { Statement, Step } from "../sql/statement-batch.ts";
import type { Statements } from "../sql/statements.store.ts";
import { runInTransaction } from "../sql/transaction.store.ts";
import { tenantRole } from "./tenant-role.store.ts";
import { queryWithin } from "../sql/query-within.ts";

/**
 * Runs what a product asked for as a role that PostgreSQL keeps to the tenant's rows: a statement that forgets its tenant
 * finds nothing of others. For one transaction each, so that a pooling proxy may stand before the database.
 */
export interface TenantScope {
  /** A transaction for one tenant. */
  run<Outcome>(tenantId: string, work: (on: Queryable) => Promise<Outcome>): Promise<Outcome>;
  /** One statement for some tenants in one round trip. It takes no parameters: ids are all that may be written into it. */
  read<Row extends QueryResultRow>(tenantIds: readonly string[], text: string): Promise<readonly Row[]>;
  /** One prepared statement for some tenants: one message, one transaction. */
  runStatement<Row>(tenantIds: readonly string[], step: Step<Row>): Promise<Row[]>;
  /** Binds the transaction of an entity manager, from now on until `unbind`. */
  bind(em: SqlEntityManager, tenantId: string): Promise<void>;
  /** What follows is our own doing, in the same transaction: jobs, and rows that are no tenant's. */
  unbind(em: SqlEntityManager): Promise<void>;
}

/** Ids as a literal of PostgreSQL's `uuid[]`. Throws for a text that is no UUID. */
export function writeUuids(ids: readonly string[]): string {
  if (!ids.every((id) => isUuid(id))) throw new Error("Only a UUID may be written into a statement.");
  return `'{${ids.join()}}'::uuid[]`;
}

const bindTenants: Statement = {
  name: "bind_tenants",
  text: `select set_config('role', '${tenantRole}', true), set_config('kyc.tenants', $1, true)`,
};

/** `isEnforced: false`: statements are bound by their own `where` alone. */
export function createTenantScope(
  pool: Pool,
  { isEnforced, statements }: { readonly isEnforced: boolean; readonly statements: Statements },
): TenantScope {
  const bindText = (tenantIds: readonly string[]) =>
    isEnforced
      ? `select set_config('role', '${tenantRole}', true), set_config('kyc.tenants', ${writeUuids(tenantIds)}::text, true)`
      : "select";
  return {
    run: async (tenantId, work) => runInTransaction(pool, `begin; ${bindText([tenantId])}`, work),
    async read<Row extends QueryResultRow>(tenantIds: readonly string[], text: string) {
      // Statements of one message are one transaction: the binding ends with it, also when it fails.
      const results = (await pool.query({ text: `${bindText(tenantIds)}; ${text}`, types })) as unknown;
      return (results as readonly QueryResult<Row>[])[1]?.rows ?? [];
    },
    runStatement(tenantIds, step) {
      const binding: Step = { statement: bindTenants, values: [tenantIds] };
      return statements.run(pool, isEnforced ? [binding, step] : [step]);
    },
    async bind(em, tenantId) {
      await queryWithin(em, bindText([tenantId]));
    },
    async unbind(em) {
      if (isEnforced) await queryWithin(em, "select set_config('role', 'none', true)");
    },
  };
}
