import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { LegalHoldEntity } from "./legal-hold.entity.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";

/** Of whom a hold speaks, or an erasure. */
interface HoldScope {
  readonly tenantId: string;
  readonly sessionIds: readonly string[];
  readonly applicantHashes: readonly Buffer[];
}

/**
 * Until the transaction's end nobody else places or lifts a hold of this person, nor erases anything of theirs: what
 * is checked is what is done. Taken in one order, so that two never wait for each other.
 */
export async function lockApplicants(
  em: SqlEntityManager,
  tenantId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  const names = [...new Set(hashes.map((hash) => `person/${tenantId}/${hash.toString("hex")}`))].sort();
  for (const name of names)
    await queryWithin(em, "select pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
}

/** Whether a live hold stands on one of these. */
export async function isHeld(em: SqlEntityManager, scope: HoldScope): Promise<boolean> {
  const { tenantId, sessionIds, applicantHashes } = scope;
  const found = await em.count(LegalHoldEntity, {
    tenantId,
    releasedAt: null,
    $or: [{ sessionId: { $in: [...sessionIds] } }, { applicantHash: { $in: [...applicantHashes] } }],
  });
  return found > 0;
}
