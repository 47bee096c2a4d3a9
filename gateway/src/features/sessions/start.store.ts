import type { ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { IntentResult, NewIntent, Session, StartStore } from "@kyc-gateway/core";
import type { Database } from "../../platform/database/database.ts";
import { isDatabaseError } from "../../platform/database/sql/database-error.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { openSession, sessionColumns, type SessionRow } from "./session-row.store.ts";
import { storeIntent } from "./start-intent.store.ts";
import { addAbandoned, encodeTrace, storeOutcome, type StartParts } from "./start-outcome.store.ts";

/** `startSession`'s store: every method is one statement, and so one commit. */
export function createStartStore(options: StartParts): StartStore {
  const { database, vault } = options;
  const findClaimed = (intent: Claim) => findClaimedSession(database, vault, intent);
  return {
    async saveIntent(intent) {
      const fresh = await storeIntent(database, vault, intent);
      if (fresh !== undefined) return { kind: "fresh", session: fresh };
      const claimed = await findClaimed(intent);
      return claimed.kind === "open"
        ? resumeIntent({ database, vault, intent, sessionId: claimed.sessionId })
        : claimed;
    },
    async findReplay(intent) {
      const claimed = await findClaimed(intent);
      return claimed.kind === "open" ? undefined : claimed;
    },
    saveOutcome: (session, outcome) =>
      storeOutcome(options, session, outcome).catch((error: unknown) => {
        if (isReferenceTaken(error)) return "reference_taken";
        throw error;
      }),
    async saveFailure(session, { trace, isOutcomeUnknown }) {
      await database.pool.query(
        `update sessions set trace = case when erasure = 'none' then trace || $2::jsonb else trace end,
           intent_lease_until = null,
           is_outcome_unknown = (is_outcome_unknown and intent_attempts > 1) or $3
         where id = $1 and status = 'NOT_STARTED'`,
        [session.id, encodeTrace(trace), isOutcomeUnknown],
      );
    },
    async noteAttempt(session, connectionId, abandonedAt) {
      await database.pool.query(
        `update sessions set attempted_connection_id = $2, abandoned_connection_ids = ${addAbandoned("$3::uuid")}
         where id = $1 and status = 'NOT_STARTED'`,
        [session.id, connectionId, abandonedAt ?? null],
      );
    },
    findPrevious: (session, connectionId) => findPrevious(options, session, connectionId),
    async findParent(tenantId, sessionId) {
      const text = `select ${sessionColumns} from sessions s ${applicantJoin}
        where s.id = $1 and s.tenant_id = $2 and s.erasure = 'none'`;
      const [row] = await database.tenants.run(tenantId, (on) =>
        queryRows<SessionRow>(on, text, [sessionId, tenantId]),
      );
      return row === undefined ? undefined : openSession(vault, row);
    },
  };
}

/** An applicant that was erased has none. */
async function findPrevious(
  { database, vault }: StartParts,
  { id, tenantId, applicantId }: Session,
  connectionId: string,
): Promise<ProviderReference | undefined> {
  if (applicantId === null) return undefined;
  const hash = await vault.opening(() => vault.applicants.hash(tenantId, applicantId));
  const text = `select provider_reference as id, provider_parts as parts from sessions
    where tenant_id = $1 and applicant_hash = $2 and connection_id = $3 and provider_reference is not null
      and erasure = 'none' and id <> $4 order by created_at desc, id desc limit 1`;
  const [row] = await database.tenants.run(tenantId, (on) =>
    queryRows<{ id: string; parts: Record<string, string> | null }>(on, text, [
      tenantId,
      hash,
      connectionId,
      id,
    ]),
  );
  return row === undefined ? undefined : { id: row.id, ...(row.parts === null ? {} : { parts: row.parts }) };
}

/** By the index that holds "one provider's session, one session". */
function isReferenceTaken(error: unknown): boolean {
  const { constraint } = error as { readonly constraint?: unknown };
  return isDatabaseError(error, "unique_violation") && constraint === "sessions_provider_reference";
}

type Claim = Pick<NewIntent, "tenantId" | "idempotencyKey" | "requestFingerprint">;

type Claimed = Exclude<IntentResult, { kind: "resumed" }> | { kind: "open"; sessionId: string };

async function findClaimedSession(database: Database, vault: Vault, claim: Claim): Promise<Claimed> {
  const text = `select i.fingerprint, ${sessionColumns} from idempotency_keys i
    join sessions s on s.id = i.session_id ${applicantJoin}
    where i.tenant_id = $1 and i.key = $2`;
  const values = [claim.tenantId, claim.idempotencyKey];
  const [row] = await database.tenants.run(claim.tenantId, (on) =>
    queryRows<SessionRow & { fingerprint: Buffer }>(on, text, values),
  );
  if (row === undefined) return { kind: "busy" };
  if (!row.fingerprint.equals(Buffer.from(claim.requestFingerprint, "base64"))) return { kind: "reused" };
  if (row.erasure !== "none") return { kind: "closed" };
  if (row.connectionId !== null) return { kind: "replayed", session: await openSession(vault, row) };
  return row.status === "NOT_STARTED" ? { kind: "open", sessionId: row.id } : { kind: "closed" };
}

interface ResumedRow extends SessionRow {
  readonly isOutcomeUnknown: boolean;
  readonly attemptedConnectionId: string | null;
}

async function resumeIntent(resume: {
  database: Database;
  vault: Vault;
  intent: NewIntent;
  sessionId: string;
}): Promise<IntentResult> {
  const text = `
    with s as (
      update sessions set intent_lease_until = now() + $2 * interval '1 millisecond',
        intent_attempts = case when is_outcome_unknown then intent_attempts + 1 else 1 end,
        attempted_connection_id = case when is_outcome_unknown then attempted_connection_id else $3 end,
        abandoned_connection_ids = ${addAbandoned("case when is_outcome_unknown then attempted_connection_id end")}
      where id = $1 and status = 'NOT_STARTED' and erasure = 'none'
        and (intent_lease_until is null or intent_lease_until < now())
      returning *
    )
    select ${sessionColumns}, s.is_outcome_unknown as "isOutcomeUnknown",
      s.attempted_connection_id as "attemptedConnectionId" from s ${applicantJoin}`;
  const { tenantId, leaseMs, firstConnectionId } = resume.intent;
  const values = [resume.sessionId, leaseMs, firstConnectionId];
  const [row] = await resume.database.tenants.run(tenantId, (on) => queryRows<ResumedRow>(on, text, values));
  if (row === undefined) return { kind: "busy" };
  const { isOutcomeUnknown, attemptedConnectionId } = row;
  return {
    kind: "resumed",
    session: await openSession(resume.vault, row),
    unknownAt: isOutcomeUnknown ? { connectionId: attemptedConnectionId } : undefined,
  };
}
