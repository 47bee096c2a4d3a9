import { v7 as newUuid } from "uuid";
import type { Actor, AuditNote } from "./audit.store.ts";
import { createGroupCommit } from "../../platform/database/group-commit.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { writeRows } from "../../platform/database/sql/transaction.store.ts";
import { sealReason } from "./access-reason.ts";

/** One look at somebody's claims or evidence. */
export interface Access extends Omit<AuditNote, "tenantId" | "reason"> {
  readonly actor: Actor;
  readonly tenantId: string;
  readonly reason: string | undefined;
}

/** Who looked at whose data, and why. */
export interface AccessLog {
  /** Resolves once the entry is committed: only then may the data be given. */
  record(access: Access): Promise<void>;
  drain(): Promise<void>;
}

/** The chain is one line, and entries of a group stand in it together: reads do not queue up behind one disk flush each. */
export function createAccessLog(database: Database, vault: Vault): AccessLog {
  const commits = createGroupCommit<Access, undefined>({
    maxGroupSize: 128,
    async commit(group) {
      await writeRows(database.pool, insertText, await vault.opening(() => toColumns(vault, group)));
      return group.map(() => undefined);
    },
  });
  return { record: (access) => commits.add(access), drain: () => commits.drain() };
}

const insertText = `
  insert into audit_log (id, at, operator, action, subject, detail, request_id, tenant_id, sealed_reason)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
    $8::uuid[], $9::bytea[])`;

/** The order of the lists is the order of the statement's parameters. */
function toColumns(vault: Vault, group: readonly Access[]): unknown[][] {
  const at = new Date();
  const rows = group.map(({ actor, action, subject, detail, tenantId, reason }) => {
    const why = reason === undefined ? undefined : sealReason(vault.of(tenantId), reason);
    return [
      why?.entryId ?? newUuid(),
      at,
      actor.operator,
      action,
      subject,
      JSON.stringify(detail),
      actor.requestId,
      tenantId,
      why?.sealed ?? null,
    ];
  });
  return Array.from({ length: 9 }, (_, column) => rows.map((row) => row[column]));
}
