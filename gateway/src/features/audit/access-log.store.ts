import type { Actor, AuditNote } from "./audit.store.ts";
import { createGroupCommit } from "../../platform/database/group-commit.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { writeRows } from "../../platform/database/sql/transaction.store.ts";
import { insertEntries, listColumns, type WrittenNote } from "./audit-writer.store.ts";
import { sealReason } from "./access-reason.ts";

/** One look at somebody's claims or evidence. */
export interface Access extends Omit<AuditNote, "tenantId" | "reason"> {
  readonly actor: Actor;
  /** Null: it is about nobody's people. */
  readonly tenantId: string | null;
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
      const seal = () => listColumns(group.map((access) => sealReasonOf(vault, access)));
      await writeRows(database.pool, insertEntries, await vault.opening(seal));
      return group.map(() => undefined);
    },
  });
  return { record: (access) => commits.add(access), drain: () => commits.drain() };
}

function sealReasonOf(vault: Vault, access: Access): WrittenNote {
  const { reason, tenantId, ...rest } = access;
  const note = tenantId === null ? rest : { ...rest, tenantId };
  return reason === undefined ? { ...note } : { ...note, reason: sealReason(vault.of(tenantId), reason) };
}
