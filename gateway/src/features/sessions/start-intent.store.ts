import type { NewIntent, Session } from "@kyc-gateway/core";
import type { Database } from "../../platform/database/database.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import type { OfferedKey } from "../../platform/encryption/applicant-key.ts";
import type { Vault } from "../../platform/encryption/vault.ts";

interface TakenKey {
  readonly keyId: string;
  /** Null: the offered key was taken. */
  readonly wrappedKey: Buffer | null;
}

/**
 * Until an outcome is stored it is unknown: a crash must not make it look like a failure that created nothing. A new
 * applicant's key is stored here; the function, a dozen times dearer, is for whoever has one already, also since just now.
 */
export const insertIntent: Statement<TakenKey> = {
  name: "insert_intent",
  text: `
    with claimed as (
      insert into idempotency_keys (tenant_id, key, fingerprint, session_id, created_at)
      values ($2, $3, $4, $1, $5) on conflict do nothing returning session_id
    ), made as (
      insert into kyc_keys.applicant_keys (id, tenant_id, applicant_hash, tenant_key_id, wrapped_key)
      select $10::uuid, $2, $11, $12::uuid, $13 from claimed
      on conflict (tenant_id, applicant_hash) do nothing returning id
    ), k as (
      select id, null::bytea as wrapped_key from made
      union all
      select taken.* from claimed, kyc_keys.take_applicant_key($10, $2, $11, $12, $13) taken
      where not exists (select from made)
    ), s as (
      insert into sessions (id, tenant_id, flow, applicant_hash, applicant_key_id, status, metadata, created_at,
        updated_at, lapses_at, next_read_at, intent_lease_until, is_outcome_unknown, intent_attempts,
        attempted_connection_id, required_checks, origin)
      select $1, $2, $6, $11, k.id, 'NOT_STARTED', $7, $5, $5, $8, $8, now() + $9 * interval '1 millisecond', true, 1, $14, $15, 'gateway'
      from k
    )
    select k.id as "keyId", case when k.id <> $10 then k.wrapped_key end as "wrappedKey" from k`,
};

/** Undefined: the key is somebody's already. */
export async function storeIntent(
  { tenants }: Database,
  vault: Vault,
  intent: NewIntent,
): Promise<Session | undefined> {
  const { tenantId, applicantId } = intent;
  const offered = await vault.opening(() => vault.applicants.offer(tenantId, applicantId));
  const values = [
    intent.sessionId,
    tenantId,
    intent.idempotencyKey,
    Buffer.from(intent.requestFingerprint, "base64"),
    intent.at,
    intent.flow,
    intent.metadata,
    intent.lapsesAt,
    intent.leaseMs,
    offered.id,
    offered.hash,
    offered.tenantKeyId,
    offered.wrappedKey,
    intent.firstConnectionId,
    intent.requiredChecks,
  ];
  const [taken] = await tenants.runStatement([tenantId], { statement: insertIntent, values });
  if (taken === undefined) return undefined;
  await keepApplicant(vault, { tenantId, taken, offered });
  return describeIntended(intent, taken.keyId);
}

async function keepApplicant(
  vault: Vault,
  { tenantId, taken, offered }: { tenantId: string; taken: TakenKey; offered: OfferedKey },
): Promise<void> {
  const { keyId: applicantKeyId, wrappedKey } = taken;
  if (applicantKeyId === offered.id) vault.applicants.keep(offered);
  else await vault.opening(() => vault.applicants.open({ tenantId, applicantKeyId, wrappedKey }));
}

/** The session as it was stored just now. */
function describeIntended(intent: NewIntent, applicantKeyId: string): Session {
  return {
    id: intent.sessionId,
    tenantId: intent.tenantId,
    flow: intent.flow,
    applicantId: intent.applicantId,
    applicantKeyId,
    requiredChecks: intent.requiredChecks,
    status: "NOT_STARTED",
    origin: "gateway",
    reasons: [],
    attempt: 1,
    seq: 0,
    connectionId: null,
    reference: null,
    launch: null,
    notices: [],
    metadata: intent.metadata,
    erasure: "none",
    createdAt: intent.at,
    updatedAt: intent.at,
    decidedAt: null,
    reported: null,
    reopenedAt: null,
    lapsesAt: intent.lapsesAt,
  };
}
