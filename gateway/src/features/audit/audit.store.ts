import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import { AuditEntryEntity } from "./audit-entry.entity.ts";

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

/**
 * Writes into the running transaction: the change and its record commit together, or not at all. The last step of its
 * transaction: from here on the chain is locked for everybody, and whoever locked a row after it could wait for ever for
 * one who locked it before.
 */
export async function recordAudit(
  em: SqlEntityManager,
  { operator, requestId }: Actor,
  notes: readonly AuditNote[],
): Promise<void> {
  if (notes.length === 0) return;
  const at = new Date();
  await em.flush();
  await em.insertMany(
    AuditEntryEntity,
    notes.map(({ tenantId = null, reason, ...note }) => ({
      id: reason?.entryId ?? newUuid(),
      at,
      operator,
      requestId,
      tenantId,
      sealedReason: reason?.sealed ?? null,
      ...note,
    })),
  );
}

/** Which entries, and how many. */
export interface AuditQuery {
  readonly limit: number;
  readonly before?: string | undefined;
  readonly subject?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** Whether there is an entry of this id. */
export async function hasAuditEntry({ orm }: Database, id: string): Promise<boolean> {
  return (await orm.em.fork().count(AuditEntryEntity, { id })) > 0;
}

/** A page of the audit log, newest first. Ids are in the order of time. */
export function listAudit(
  { orm }: Database,
  { limit, before, subject, tenantId }: AuditQuery,
): Promise<readonly AuditEntry[]> {
  return orm.em.fork().find(
    AuditEntryEntity,
    {
      ...(before === undefined ? {} : { id: { $lt: before } }),
      ...(subject === undefined ? {} : { subject }),
      ...(tenantId === undefined ? {} : { tenantId }),
    },
    { orderBy: { id: "desc" }, limit },
  );
}
