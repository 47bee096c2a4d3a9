import type { Transition } from "@kyc-gateway/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { type Actor, recordAudit, sealTenantReason } from "../audit/index.ts";
import { recordTransition } from "./record-transition.ts";
import { SessionEntity } from "./session.entity.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";

/** A decision that was made before there was a gateway, and that an operator answers for. */
export interface EarlierDecision {
  readonly tenantId: string;
  readonly flow: string;
  readonly applicantId: string;
  readonly status: "APPROVED" | "REJECTED";
  readonly decidedAt: Date;
  /** The last day of the document, `YYYY-MM-DD`. */
  readonly documentExpiresOn: string | null;
  /** Which service decided. */
  readonly source: string;
}

/** `known`: the person has a session in this flow already that is open or decided, and it counts. */
export type ImportedDecision = { readonly kind: "imported" } | { readonly kind: "known" };

interface Parts {
  readonly database: Pick<Database, "orm">;
  readonly vault: Vault;
}

/**
 * Stores the decision as a session of its own, with timeline entry, event and audit entry in one transaction.
 * `known`: nothing was written.
 */
export async function importDecision(
  { database, vault }: Parts,
  decision: EarlierDecision,
  { actor, reason }: { readonly actor: Actor; readonly reason: string },
): Promise<ImportedDecision> {
  const { tenantId, applicantId } = decision;
  const offered = await vault.opening(() => vault.applicants.offer(tenantId, applicantId));
  const sealedReason = await sealTenantReason(vault, tenantId, reason);
  return database.orm.em.fork().transactional(async (em): Promise<ImportedDecision> => {
    const { id: keyId, hash, tenantKeyId, wrappedKey } = offered;
    const [key] = await queryWithin<{ id: string }>(
      em,
      "select id from kyc_keys.take_applicant_key($1, $2, $3, $4, $5)",
      [keyId, tenantId, hash, tenantKeyId, wrappedKey],
    );
    if (key === undefined || (await isKnown(em, decision, hash))) return { kind: "known" };
    const id = newUuid();
    await queryWithin(em, insertText, [id, tenantId, decision.flow, hash, key.id]);
    const entity = await em.findOneOrFail(SessionEntity, { id });
    recordTransition(em, entity, describe(decision));
    const { decidedAt, documentExpiresOn, status, source } = decision;
    Object.assign(entity, { decidedAt, documentExpiresOn: status === "APPROVED" ? documentExpiresOn : null });
    const detail = { status, decidedAt: decidedAt.toISOString(), source };
    const note = { action: "session.import", subject: `session ${id}`, tenantId, detail };
    await recordAudit(em, actor, [{ ...note, reason: sealedReason }]);
    return { kind: "imported" };
  });
}

/** What a provider holds of an earlier verification is not known here: an erasure must not say that there is nothing. */
const insertText = `
  insert into sessions (id, tenant_id, flow, applicant_hash, applicant_key_id, status, origin, required_checks,
    is_outcome_unknown, created_at, updated_at)
  values ($1, $2, $3, $4, $5, 'NOT_STARTED', 'gateway', '{}', true, now(), now())`;

/** The key's row is locked: two imports of one person wait for each other. */
async function isKnown(em: SqlEntityManager, decision: EarlierDecision, hash: Buffer): Promise<boolean> {
  const rows = await queryWithin(
    em,
    `select 1 from sessions where tenant_id = $1 and applicant_hash = $2 and flow = $3 and erasure = 'none'
       and status not in ('NOT_STARTED', 'EXPIRED') limit 1`,
    [decision.tenantId, hash, decision.flow],
  );
  return rows.length > 0;
}

function describe({ status }: EarlierDecision): Transition {
  return {
    seq: 1,
    attempt: 1,
    at: new Date(),
    from: "NOT_STARTED",
    to: status,
    origin: "operator",
    reasons: status === "REJECTED" ? [{ code: "operator_decision" }] : [],
    cause: "import",
    isReversal: false,
    eventType: "session.decided",
  };
}
