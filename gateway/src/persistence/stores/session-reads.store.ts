import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "@kyc-gateway/core";
import type { FilterQuery } from "@mikro-orm/core";
import type { Sealer } from "../../crypto/sealer.ts";
import type { Database } from "../database.ts";
import { SessionReportEntity } from "../entities/session-report.entity.ts";
import { SessionEntity, type SessionRecord, type StoredTraceStep } from "../entities/session.entity.ts";
import { TimelineEntryEntity } from "../entities/timeline-entry.entity.ts";
import { createGroupRead } from "../group-read.ts";
import { queryRows } from "../query.ts";
import { openReport, type NormalisedReport } from "../report-row.ts";
import { sessionColumns, toSession, type SessionRow } from "../session-row.ts";

/** Where a page begins: after this session, going back in time. */
export interface PagePosition {
  readonly createdAt: Date;
  readonly id: string;
}

export interface SessionFilter {
  readonly applicantId?: string | undefined;
  readonly status?: SessionStatus | undefined;
  readonly flow?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** What a product may know about an applicant across sessions. */
export interface ApplicantStanding {
  readonly latest: Session;
  readonly decided:
    | { readonly id: string; readonly status: SessionStatus; readonly decidedAt: Date }
    | undefined;
  readonly sessionCount: number;
}

/** Reads of sessions. Every one is bound to a tenant: a foreign id is as unknown as one that does not exist. */
export interface SessionReads {
  find(tenantId: string, sessionId: string): Promise<Session | undefined>;
  list(
    tenantId: string,
    filter: SessionFilter,
    page: { after?: PagePosition; limit: number },
  ): Promise<Session[]>;
  findReport(
    tenantId: string,
    sessionId: string,
  ): Promise<{ report: NormalisedReport; readAt: Date } | undefined>;
  findTimeline(
    tenantId: string,
    sessionId: string,
  ): Promise<{ trace: StoredTraceStep[]; entries: TimelineRow[] }>;
  findApplicant(tenantId: string, applicantId: string): Promise<ApplicantStanding | undefined>;
}

export type TimelineRow = Readonly<{
  seq: number;
  at: Date;
  fromStatus: SessionStatus;
  toStatus: SessionStatus;
  cause: string;
  isReversal: boolean;
  reasons: Session["reasons"];
}>;

interface SessionKey {
  readonly tenantId: string;
  readonly sessionId: string;
}

export function createSessionReads(database: Database, sealer: Sealer): SessionReads {
  const fork = () => database.orm.em.fork();
  const lookUps = createGroupRead<SessionKey, SessionRow>({
    maxGroupSize: 100,
    maxAtOnce: 2,
    read: (keys) => readSessions(database, keys),
  });
  return {
    async find(tenantId, sessionId) {
      const row = await lookUps.find({ tenantId, sessionId });
      return row === undefined ? undefined : toSession(row, sealer);
    },
    async list(tenantId, filter, { after, limit }) {
      const rows = await fork().find(SessionEntity, buildWhere(tenantId, filter, after), {
        orderBy: { createdAt: "desc", id: "desc" },
        limit,
      });
      return rows.map((row) => toSession(row, sealer));
    },
    async findReport(tenantId, sessionId) {
      const row = await fork().findOne(SessionReportEntity, { sessionId, tenantId });
      return row === null
        ? undefined
        : { report: openReport(sealer, sessionId, row.sealedResult), readAt: row.readAt };
    },
    async findTimeline(tenantId, sessionId) {
      const em = fork();
      const session = await em.findOneOrFail(
        SessionEntity,
        { id: sessionId, tenantId },
        { fields: ["trace"] },
      );
      const entries = await em.find(
        TimelineEntryEntity,
        { sessionId, tenantId },
        { orderBy: { seq: "asc" } },
      );
      return { trace: session.trace, entries };
    },
    findApplicant: (tenantId, applicantId) => findApplicant(database, sealer, { tenantId, applicantId }),
  };
}

/** Several tenants may share a statement: each key finds the row of its own tenant alone. */
async function readSessions(
  { pool }: Database,
  keys: readonly SessionKey[],
): Promise<readonly (SessionRow | undefined)[]> {
  const text = `select ${sessionColumns} from sessions s where s.id = any ($1::uuid[]) and s.tenant_id = any ($2::uuid[])`;
  const rows = await queryRows<SessionRow>(pool, text, [
    keys.map(({ sessionId }) => sessionId),
    [...new Set(keys.map(({ tenantId }) => tenantId))],
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return keys.map(({ sessionId, tenantId }) => {
    const row = byId.get(sessionId.toLowerCase());
    return row?.tenantId === tenantId ? row : undefined;
  });
}

function buildWhere(
  tenantId: string,
  filter: SessionFilter,
  after: PagePosition | undefined,
): FilterQuery<SessionRecord> {
  const { createdAfter, createdBefore, ...equal } = filter;
  const conditions: FilterQuery<SessionRecord>[] = [{ tenantId, ...equal } as FilterQuery<SessionRecord>];
  if (createdAfter !== undefined) conditions.push({ createdAt: { $gt: createdAfter } });
  if (createdBefore !== undefined) conditions.push({ createdAt: { $lt: createdBefore } });
  if (after !== undefined) {
    conditions.push({
      $or: [{ createdAt: { $lt: after.createdAt } }, { createdAt: after.createdAt, id: { $lt: after.id } }],
    });
  }
  return { $and: conditions };
}

async function findApplicant(
  database: Database,
  sealer: Sealer,
  { tenantId, applicantId }: { tenantId: string; applicantId: string },
): Promise<ApplicantStanding | undefined> {
  const values = [tenantId, applicantId];
  const where = `s.tenant_id = $1 and s.applicant_id = $2 and s.erasure = 'none'`;
  const latestText = `select ${sessionColumns}, count(*) over ()::int as total from sessions s where ${where}
    order by s.created_at desc, s.id desc limit 1`;
  const [latest] = await queryRows<SessionRow & { total: number }>(database.pool, latestText, values);
  if (latest === undefined) return undefined;
  const decidedText = `select s.id, s.status, s.decided_at as "decidedAt" from sessions s where ${where}
    and s.status in ('APPROVED', 'REJECTED') order by s.decided_at desc, s.id desc limit 1`;
  const [decided] = await queryRows<{ id: string; status: SessionStatus; decidedAt: Date }>(
    database.pool,
    decidedText,
    values,
  );
  return { latest: toSession(latest, sealer), decided, sessionCount: latest.total };
}
