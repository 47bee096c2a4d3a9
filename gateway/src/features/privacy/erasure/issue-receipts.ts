import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import type { Erasure } from "./erasure.ts";
import { listUnsigned } from "./erasure.store.ts";
import { takeReceiptKey, type ReceiptKey } from "./receipt-key.ts";

/** How many receipts one turn signs. */
const batchSize = 100;

/** The media type within a receipt's head. */
const receiptType = "kyc-erasure-receipt+json";

/**
 * Signs for every erasure in which everything is settled. Repeating it is safe: a receipt that was given is never
 * replaced. Whoever crashed before signing has it done by the next one who comes here.
 */
export async function issueReceipts(database: Database, vault: Vault): Promise<void> {
  const unsigned = await listUnsigned(database, batchSize);
  if (unsigned.length === 0) return;
  const key = await takeReceiptKey(database, vault);
  const em = database.orm.em.fork();
  for (const erasure of unsigned) {
    const receipt = await signReceipt(key, erasure);
    await em.nativeUpdate(ErasureEntity, { id: erasure.id, receipt: null }, { receipt });
  }
}

async function signReceipt(key: ReceiptKey, erasure: Erasure): Promise<string> {
  const { CompactSign } = await import("jose");
  return new CompactSign(Buffer.from(JSON.stringify(describeErasure(erasure))))
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: receiptType })
    .sign(key.privateKey);
}

/** What a receipt says. No personal data: ids, a keyed hash, counts and times. */
function describeErasure(erasure: Erasure) {
  const {
    id,
    tenantId,
    kind,
    cause,
    applicantHash,
    requestedAt,
    completedAt,
    removed,
    sessions,
    keptEntries,
  } = erasure;
  return {
    erasure: id,
    tenant: tenantId,
    kind,
    cause,
    ...(applicantHash === null ? {} : { applicantHash: applicantHash.toString("base64url") }),
    requestedAt: requestedAt.toISOString(),
    completedAt: completedAt?.toISOString(),
    removedHere: removed,
    sessions: sessions.map(({ sessionId, connection, adapter, outcome, settledAt, abandonedStarts }) => ({
      id: sessionId,
      connection,
      adapter,
      atProvider: outcome,
      settledAt: settledAt?.toISOString(),
      ...(abandonedStarts.length === 0 ? {} : { abandonedStarts }),
    })),
    ...(keptEntries.length === 0 ? {} : { keptBlocklistEntries: keptEntries }),
    kept,
  };
}

/** What stays, said as openly as what went. */
const kept = [
  "sessions: id, flow, status, times, and the provider's own reference, by which a late callback is known and dropped",
  "timeline and events: status changes and their times",
  "idempotency keys, until their time is over: so that a late repetition starts nothing",
  "the audit log: who did what when",
];
