import type { PagePosition } from "../../platform/http/page-cursor.ts";
import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Confidential, KeptFacts, Session, StatusOrigin } from "@kyc-gateway/core";
import type { ApplicantColumns } from "../../platform/encryption/applicant-key.ts";
import { applicantColumns, applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { SessionEntity, type StoredTraceStep } from "./session.entity.ts";
import { TimelineEntryEntity } from "./timeline-entry.entity.ts";
import { createGroupRead } from "../../platform/database/group-read.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { findStanding, type ApplicantStanding } from "./standing.store.ts";
import type { Statement } from "../../platform/database/sql/statement-batch.ts";
import { openFacts } from "./report-row.ts";
import { openSession, sessionColumns, type SessionRow } from "./session-row.store.ts";

export interface SessionFilter {
  readonly applicantId?: string | undefined;
  readonly status?: SessionStatus | undefined;
  readonly flow?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** Reads of sessions. Every one is bound to a tenant: a foreign id is as unknown as one that does not exist. */
export interface SessionReads {
  find(tenantId: string, sessionId: string): Promise<Session | undefined>;
  /** Whosever it is: for the gateway's own work. */
  findOfAny(sessionId: string): Promise<Session | undefined>;
  list(
    tenantId: string,
    filter: SessionFilter,
    page: { after?: PagePosition; limit: number },
  ): Promise<Session[]>;
  findFacts(
    tenantId: string,
    sessionId: string,
  ): Promise<{ facts: Confidential<KeptFacts>; readAt: Date } | undefined>;
  findTimeline(
    tenantId: string,
    sessionId: string,
  ): Promise<{ trace: StoredTraceStep[]; entries: TimelineRow[] }>;
  findApplicant(tenantId: string, applicantId: string): Promise<ApplicantStanding | undefined>;
}

export type TimelineRow = Readonly<{
  seq: number;
  attempt: number;
  at: Date;
  fromStatus: SessionStatus;
  toStatus: SessionStatus;
  origin: StatusOrigin;
  cause: string;
  isReversal: boolean;
  reasons: Session["reasons"];
}>;

interface SessionKey {
  readonly tenantId: string;
  readonly sessionId: string;
}

export function createSessionReads(database: Database, vault: Vault): SessionReads {
  const lookUps = createGroupRead<SessionKey, SessionRow>({
    maxGroupSize: 100,
    maxAtOnce: 2,
    read: (keys) => readSessions(database, keys),
  });
  return {
    async find(tenantId, sessionId) {
      const row = await lookUps.find({ tenantId, sessionId });
      return row === undefined ? undefined : openSession(vault, row);
    },
    async findOfAny(sessionId) {
      const text = `select ${sessionColumns} from sessions s ${applicantJoin} where s.id = $1`;
      const [row] = await queryRows<SessionRow>(database.pool, text, [sessionId]);
      return row === undefined ? undefined : openSession(vault, row);
    },
    async list(tenantId, filter, page) {
      const rows = await listSessions(database, vault, { tenantId, filter, page });
      return Promise.all(rows.map((row) => openSession(vault, row)));
    },
    findFacts: (tenantId, sessionId) => findFacts(database, vault, { tenantId, sessionId }),
    findTimeline: (tenantId, sessionId) => findTimeline(database, { tenantId, sessionId }),
    findApplicant: (tenantId, applicantId) => findStanding(database, vault, { tenantId, applicantId }),
  };
}

async function findTimeline(
  { orm, tenants }: Database,
  { tenantId, sessionId }: SessionKey,
): Promise<{ trace: StoredTraceStep[]; entries: TimelineRow[] }> {
  return orm.em.fork().transactional(async (em) => {
    await tenants.bind(em, tenantId);
    const session = await em.findOneOrFail(
      SessionEntity,
      { id: sessionId, tenantId },
      { fields: ["trace", "createdAt", "updatedAt"] },
    );
    const entries = await em.find(
      TimelineEntryEntity,
      { sessionId, tenantId, at: { $gte: findBeginning(session) } },
      { orderBy: { seq: "asc" } },
    );
    return { trace: session.trace, entries };
  });
}

/** Nothing happened to a session before it was there; replicas' clocks may be a day apart. */
function findBeginning({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }): Date {
  return new Date(Math.min(createdAt.getTime(), updatedAt.getTime()) - 24 * 3_600_000);
}

const readByIds: Statement<SessionRow> = {
  name: "read_sessions",
  text: `select ${sessionColumns} from sessions s ${applicantJoin} where s.id = any ($1::uuid[]) and s.tenant_id = any ($2::uuid[])`,
};

/** Several tenants may share a statement: each key finds the row of its own tenant alone. */
async function readSessions(
  { tenants }: Database,
  keys: readonly SessionKey[],
): Promise<readonly (SessionRow | undefined)[]> {
  const tenantIds = [...new Set(keys.map(({ tenantId }) => tenantId))];
  const values = [keys.map(({ sessionId }) => sessionId), tenantIds];
  const rows = await tenants.runStatement(tenantIds, { statement: readByIds, values });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return keys.map(({ sessionId, tenantId }) => {
    const row = byId.get(sessionId.toLowerCase());
    return row?.tenantId === tenantId ? row : undefined;
  });
}

/** Only the conditions that are asked for: the planner cannot see past one that is switched off. */
async function listSessions(
  { tenants }: Database,
  vault: Vault,
  {
    tenantId,
    filter,
    page,
  }: { tenantId: string; filter: SessionFilter; page: Parameters<SessionReads["list"]>[2] },
): Promise<readonly SessionRow[]> {
  const { applicantId } = filter;
  const { after } = page;
  const hash =
    applicantId === undefined
      ? undefined
      : await vault.opening(() => vault.applicants.hash(tenantId, applicantId));
  const conditions = [
    ["s.applicant_hash =", hash],
    ["s.status =", filter.status],
    ["s.flow =", filter.flow],
    ["s.created_at >", filter.createdAfter],
    ["s.created_at <", filter.createdBefore],
  ] as const;
  const asked = conditions.filter(([, value]) => value !== undefined);
  const where = asked.map(([condition], index) => ` and ${condition} $${index + 3}`).join("");
  const values = [tenantId, page.limit, ...asked.map(([, value]) => value)];
  const from =
    after === undefined ? "" : ` and (s.created_at, s.id) < ($${values.length + 1}, $${values.length + 2})`;
  const text = `select ${sessionColumns} from sessions s ${applicantJoin} where s.tenant_id = $1${where}${from}
    order by s.created_at desc, s.id desc limit $2`;
  const all = after === undefined ? values : [...values, after.createdAt, after.id];
  return tenants.run(tenantId, (on) => queryRows<SessionRow>(on, text, all));
}

/** Undefined also where the applicant's key was destroyed. */
async function findFacts(
  { tenants }: Database,
  vault: Vault,
  { tenantId, sessionId }: SessionKey,
): Promise<{ facts: Confidential<KeptFacts>; readAt: Date } | undefined> {
  const text = `select s.tenant_id as "tenantId", ${applicantColumns}, r.sealed_result as "sealedResult",
      r.read_at as "readAt"
    from session_reports r join sessions s on s.id = r.session_id ${applicantJoin}
    where r.session_id = $1 and r.tenant_id = $2`;
  const [row] = await tenants.run(tenantId, (on) =>
    queryRows<ApplicantColumns & { sealedResult: Buffer; readAt: Date }>(on, text, [sessionId, tenantId]),
  );
  if (row === undefined) return undefined;
  const { sealedResult, readAt } = row;
  return vault.opening(() => {
    const applicant = vault.applicants.open(row);
    if (applicant === undefined) return undefined;
    return { facts: openFacts(applicant.sealer, sessionId, sealedResult), readAt };
  });
}
