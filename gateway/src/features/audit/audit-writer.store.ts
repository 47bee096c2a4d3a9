import { v7 as newUuid } from "uuid";
import type { Actor, AuditNote } from "./audit.store.ts";

/** Runs a statement in a running transaction. */
export type RunWithin = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** What somebody did. */
export interface WrittenNote extends AuditNote {
  readonly actor: Actor;
}

/** The only statement that writes entries, in the order of its lists. */
export const insertEntries = `
  insert into audit_log (id, at, operator, action, subject, detail, request_id, tenant_id, sealed_reason)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
    $8::uuid[], $9::bytea[])`;

/** The order of the lists is the order of the statement's parameters. */
export function listColumns(notes: readonly WrittenNote[]): unknown[][] {
  const at = new Date();
  const rows = notes.map(({ actor, action, subject, detail, tenantId = null, reason }) => [
    reason?.entryId ?? newUuid(),
    at,
    actor.operator,
    action,
    subject,
    JSON.stringify(detail),
    actor.requestId,
    tenantId,
    reason?.sealed ?? null,
  ]);
  return Array.from({ length: 9 }, (_, column) => rows.map((row) => row[column]));
}

/**
 * Writes into the running transaction: the change and its record commit together, or not at all. The last step of its
 * transaction: from here on the chain is locked for everybody, and whoever locked a row after it could wait for ever for
 * one who locked it before. Needs no ORM: commands that are used in an outage write here, too.
 */
export async function writeAudit(run: RunWithin, actor: Actor, notes: readonly AuditNote[]): Promise<void> {
  if (notes.length === 0) return;
  await run(insertEntries, listColumns(notes.map((note) => ({ ...note, actor }))));
}
