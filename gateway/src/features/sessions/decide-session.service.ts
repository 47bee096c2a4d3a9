import {
  decideByOperator,
  type KeptFacts,
  type OperatorVerdict,
  type Session,
  type Transition,
} from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { type Actor, recordAudit, sealTenantReason } from "../audit/index.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import { keepDocumentExpiry, openFacts } from "./report-row.ts";
import { SessionReportEntity } from "./session-report.entity.ts";
import type { SessionReads } from "./session-reads.store.ts";
import { recordTransition } from "./record-transition.ts";
import { SessionEntity } from "./session.entity.ts";
import { toSession } from "./session-row.store.ts";

/** What an operator decides about a session. */
export interface DecisionRequest {
  readonly sessionId: string;
  readonly verdict: OperatorVerdict;
  readonly reason: string;
  /** The `seq` that the operator has looked at. */
  readonly seq?: number | undefined;
}

/** What became of it. `same`: it stands already as the operator's decision; nothing was written. */
export type DecisionOutcome =
  | { readonly kind: "decided"; readonly transition: Transition; readonly session: Session }
  | { readonly kind: "same" }
  | { readonly kind: "session_not_found" | "session_erased" | "session_not_decidable" | "version_changed" };

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly reads: Pick<SessionReads, "findOfAny">;
  readonly onTransition: (transition: Transition, session: Session) => void;
}

/** Decision, timeline entry, event and audit entry commit together. Repeating a decision that stands changes nothing. */
export async function decideSession(
  parts: Parts,
  actor: Actor,
  request: DecisionRequest,
): Promise<DecisionOutcome> {
  const applicant = await findApplicant(parts, request.sessionId);
  const outcome = await parts.database.orm.em
    .fork()
    .transactional((em) => decideWithin(em, parts, { actor, request, applicant }));
  if (outcome.kind === "decided") parts.onTransition(outcome.transition, outcome.session);
  return outcome;
}

/** Before the transaction: within it a second connection might have to be waited for. */
async function findApplicant({ vault, reads }: Parts, sessionId: string): Promise<Applicant | undefined> {
  const session = await reads.findOfAny(sessionId);
  return session === undefined ? undefined : vault.findApplicant(session);
}

async function decideWithin(
  em: SqlEntityManager,
  { vault }: Parts,
  { actor, request, applicant }: { actor: Actor; request: DecisionRequest; applicant: Applicant | undefined },
): Promise<DecisionOutcome> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
  const entity = await em.findOne(SessionEntity, { id: request.sessionId }, lock);
  if (entity === null) return { kind: "session_not_found" };
  if (entity.erasure !== "none") return { kind: "session_erased" };
  const session = toSession(entity, undefined);
  const decision = decideByOperator(session, { verdict: request.verdict, at: new Date() });
  if (decision.kind === "same") return { kind: "same" };
  if (request.seq !== undefined && request.seq !== session.seq) return { kind: "version_changed" };
  if (decision.kind === "not_decidable") return { kind: "session_not_decidable" };
  recordTransition(em, entity, decision.transition);
  keepDocumentExpiry(entity, await loadFacts(em, entity.id, applicant));
  await recordAudit(em, actor, [await describeDecision(vault, session, { ...request, ...decision })]);
  return { kind: "decided", transition: decision.transition, session };
}

/** What is kept of a session's reports. Undefined: nothing, or not any more. */
async function loadFacts(
  em: SqlEntityManager,
  sessionId: string,
  applicant: Applicant | undefined,
): Promise<KeptFacts | undefined> {
  const row = applicant === undefined ? null : await em.findOne(SessionReportEntity, { sessionId });
  if (row === null || applicant === undefined) return undefined;
  return openFacts(applicant.sealer, sessionId, row.sealedResult).reveal();
}

async function describeDecision(
  vault: Vault,
  { id, tenantId, status, origin }: Session,
  { verdict, reason, transition }: DecisionRequest & { transition: Transition },
) {
  return {
    action: "session.decide",
    subject: `session ${id}`,
    tenantId,
    detail: { decision: verdict, previousStatus: status, previousOrigin: origin, seq: transition.seq },
    reason: await sealTenantReason(vault, tenantId, reason),
  };
}
