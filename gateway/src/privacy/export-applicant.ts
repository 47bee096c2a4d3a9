import type { Session } from "@kyc-gateway/core";
import { openReason } from "../audit/access-reason.ts";
import { listAudit } from "../configuration/audit.store.ts";
import type { People } from "../erasure/people.ts";
import { applicantColumns, applicantJoin, type ApplicantColumns } from "../keys/applicant-key.ts";
import type { Vault } from "../keys/vault.ts";
import type { Database } from "../persistence/database.ts";
import { queryRows } from "../persistence/query.ts";
import { openRawReport, openReport } from "../persistence/report-row.ts";
import { createDeliveryDesk, type DeskDelivery } from "../persistence/stores/delivery-desk.store.ts";
import type { SessionReads } from "../persistence/stores/session-reads.store.ts";

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly reads: Pick<SessionReads, "list" | "findTimeline">;
  readonly people: Pick<People, "hash">;
}

interface Person {
  readonly tenantId: string;
  readonly applicantId: string;
}

/** Sessions that are looked at together; one session's data are in memory at a time. */
const pageSize = 20;
/** Deliveries of one page, and audit entries about one subject: the newest. */
const maxItems = 1000;

/**
 * Everything that is held about a person, as pieces of one JSON document. Undefined: nothing is. Media stay at the
 * provider: the evidence routes give them.
 */
export async function exportApplicant(
  parts: Parts,
  person: Person,
): Promise<AsyncGenerator<string> | undefined> {
  const filter = { applicantId: person.applicantId };
  const first = await parts.reads.list(person.tenantId, filter, { limit: pageSize });
  return first.length === 0 ? undefined : writeDocument(parts, person, first);
}

async function* writeDocument(
  parts: Parts,
  { tenantId, applicantId }: Person,
  first: readonly Session[],
): AsyncGenerator<string> {
  const hash = await parts.people.hash(tenantId, applicantId);
  const audit = await readAudit(parts, `applicant ${hash.toString("base64url")}`);
  const head = { applicantId, exportedAt: new Date().toISOString(), audit };
  yield `${JSON.stringify(head).slice(0, -1)},"sessions":[`;
  let page = first;
  let separator = "";
  while (page.length > 0) {
    for (const session of page) {
      yield separator + JSON.stringify(await describeSession(parts, session));
      separator = ",";
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    page = await parts.reads.list(tenantId, { applicantId }, { after: last, limit: pageSize });
  }
  yield "]}\n";
}

async function describeSession(parts: Parts, session: Session): Promise<Record<string, unknown>> {
  const { trace, entries } = await parts.reads.findTimeline(session.tenantId, session.id);
  const { applicantKeyId: _key, tenantId: _tenant, ...held } = session;
  return {
    ...held,
    ...(await readReport(parts, session)),
    timeline: entries.map(({ seq, at, fromStatus, toStatus, cause, isReversal, reasons }) => ({
      seq,
      at,
      from: fromStatus,
      to: toStatus,
      cause,
      isReversal,
      reasons,
    })),
    decisionTrace: trace,
    deliveries: await readDeliveries(parts, session.id),
    events: await parts.database.tenants.run(session.tenantId, (on) =>
      queryRows(
        on,
        `select id, type, seq, occurred_at as "occurredAt", data from outbox where session_id = $1 order by seq`,
        [session.id],
      ),
    ),
    audit: await readAudit(parts, `session ${session.id}`),
  };
}

type ReportRow = ApplicantColumns & {
  readonly sealedResult: Buffer;
  readonly sealedRaw: Buffer;
  readonly readAt: Date;
};

async function readReport(
  { database, vault }: Parts,
  { id, tenantId }: Session,
): Promise<Record<string, unknown>> {
  const text = `select s.tenant_id as "tenantId", ${applicantColumns}, r.sealed_result as "sealedResult",
       r.sealed_raw as "sealedRaw", r.read_at as "readAt"
     from session_reports r join sessions s on s.id = r.session_id ${applicantJoin} where r.session_id = $1`;
  const [row] = await database.tenants.run(tenantId, (on) => queryRows<ReportRow>(on, text, [id]));
  if (row === undefined) return { result: null, providerReport: null, readAt: null };
  return vault.opening(() => {
    const sealer = vault.applicants.open(row)?.sealer;
    return {
      result: sealer === undefined ? null : openReport(sealer, id, row.sealedResult).reveal(),
      providerReport: sealer === undefined ? null : openRawReport(sealer, id, row.sealedRaw).reveal(),
      readAt: row.readAt,
    };
  });
}

async function readDeliveries({ database, vault }: Parts, sessionId: string): Promise<readonly object[]> {
  const desk = createDeliveryDesk(database, vault);
  const found: DeskDelivery[] = await desk.list({ sessionId }, { limit: maxItems });
  const described: object[] = [];
  for (const { id, eventType, state, receivedAt, settledAt } of found) {
    const body = (await desk.readBody(id))?.reveal().toString("utf8") ?? null;
    described.push({ id, eventType, state, receivedAt, settledAt, body });
  }
  return described;
}

async function readAudit({ database, vault }: Parts, subject: string): Promise<readonly object[]> {
  const entries = await listAudit(database, { limit: maxItems, subject });
  return vault.opening(() =>
    entries.map((entry) => {
      const { id, at, operator, action } = entry;
      return { id, at, by: operator, action, reason: openReason(vault.system, entry) };
    }),
  );
}
