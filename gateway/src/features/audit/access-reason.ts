import { v7 as newUuid } from "uuid";
import type { AuditNote } from "./audit.store.ts";
import { UnsealError, type Sealer } from "../../platform/encryption/sealer.ts";
import type { Vault } from "../../platform/encryption/vault.ts";

/** Shown where a reason was given and can no longer be read: its key is destroyed. */
const unreadableReason = "(no longer readable)";

/** A reason as the audit log keeps it. It names the entry that it belongs to: it opens nowhere else. */
export function sealReason(sealer: Sealer, reason: string): NonNullable<AuditNote["reason"]> {
  const entryId = newUuid();
  return { entryId, sealed: sealer.seal(reasonContext(entryId), Buffer.from(reason)) };
}

/** The same, for an entry about a tenant's people. */
export function sealTenantReason(
  vault: Vault,
  tenantId: string,
  reason: string,
): Promise<NonNullable<AuditNote["reason"]>> {
  return vault.opening(() => sealReason(vault.of(tenantId), reason));
}

/** Why somebody did something; null: they did not say. Of a key that this process does not know it asks the database. */
export async function openReason(
  vault: Vault,
  {
    id,
    sealedReason,
    detail,
  }: {
    readonly id: string;
    readonly sealedReason: Uint8Array | null;
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<string | null> {
  if (sealedReason === null) return typeof detail["reason"] === "string" ? detail["reason"] : null;
  try {
    return await vault.opening(() => vault.system.open(reasonContext(id), sealedReason).toString("utf8"));
  } catch (error) {
    if (error instanceof UnsealError) return unreadableReason;
    throw error;
  }
}

function reasonContext(rowId: string) {
  return { table: "audit_log", column: "sealed_reason", rowId };
}
