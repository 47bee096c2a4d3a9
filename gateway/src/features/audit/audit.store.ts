import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Database } from "../../platform/database/database.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";
import { AuditEntryEntity } from "./audit-entry.entity.ts";
import { writeAudit } from "./audit-writer.store.ts";

/** Who changes something, and in which request. */
export interface Actor {
  readonly operator: string;
  readonly requestId: string | null;
}

/** One thing done. `detail` holds no secret. */
export interface AuditNote {
  /** `<what>.<done>`: `connection.update`, `key.revoke`. */
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
  /** Whose people it is about. */
  readonly tenantId?: string;
  /** Why: sealed with the entry's id, because people type what they like. */
  readonly reason?: { readonly entryId: string; readonly sealed: Buffer } | undefined;
}

/** One line of the audit log. */
export interface AuditEntry extends Omit<AuditNote, "tenantId" | "reason">, Actor {
  readonly id: string;
  readonly at: Date;
  readonly tenantId: string | null;
  readonly sealedReason: Uint8Array | null;
}

/** `writeAudit` in the transaction of an entity manager, after everything that it has to write. */
export async function recordAudit(
  em: SqlEntityManager,
  actor: Actor,
  notes: readonly AuditNote[],
): Promise<void> {
  if (notes.length === 0) return;
  await em.flush();
  await writeAudit((text, values) => queryWithin(em, text, values), actor, notes);
}

/** Which entries, and how many. */
interface AuditQuery {
  readonly limit: number;
  readonly before?: string | undefined;
  readonly subject?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly operator?: string | undefined;
  readonly action?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Whether there is an entry of this id. */
export async function hasAuditEntry({ orm }: Database, id: string): Promise<boolean> {
  return (await orm.em.fork().count(AuditEntryEntity, { id })) > 0;
}

/** A page of the audit log, newest first. Ids are in the order of time. */
export function listAudit(
  { orm }: Database,
  { limit, before, since, until, ...equal }: AuditQuery,
): Promise<readonly AuditEntry[]> {
  return orm.em.fork().find(
    AuditEntryEntity,
    {
      ...(before === undefined ? {} : { id: { $lt: before } }),
      ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
      ...(since === undefined && until === undefined
        ? {}
        : {
            at: {
              ...(since === undefined ? {} : { $gte: since }),
              ...(until === undefined ? {} : { $lt: until }),
            },
          }),
    },
    { orderBy: { id: "desc" }, limit },
  );
}
