import type { Session } from "@kyc-gateway/core";
import { listSessionRecords } from "../account/index.ts";
import { type AuditEntry, listAudit, openReason } from "../audit/index.ts";
import type { ApplicantKeys } from "./erasure/applicant-keys.store.ts";
import { findSealedReport, listEvents } from "./export-applicant.store.ts";
import type { Sealer } from "../../platform/encryption/sealer.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Database } from "../../platform/database/database.ts";
import { type SessionReads, openFacts, openRawReport, presentFlowStanding } from "../sessions/index.ts";
import { type DeliveryRecord, createInboxAdmin } from "../webhooks/index.ts";

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly reads: Pick<SessionReads, "list" | "findTimeline" | "findApplicant">;
  readonly people: Pick<ApplicantKeys, "hash">;
}

interface Person {
  readonly tenantId: string;
  readonly applicantId: string;
}

/** Rows that are read together; of what they seal one is in memory at a time. */
const pageSize = 20;

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
  person: Person,
  first: readonly Session[],
): AsyncGenerator<string> {
  const { tenantId, applicantId } = person;
  const hash = await parts.people.hash(tenantId, applicantId);
  yield `{"applicantId":${JSON.stringify(applicantId)},"exportedAt":${JSON.stringify(new Date())},"audit":`;
  yield* writeArray(readAudit(parts, `applicant ${hash.toString("base64url")}`));
  const standing = await parts.reads.findApplicant(tenantId, applicantId);
  yield `,"flows":${JSON.stringify(standing?.flows.map(presentFlowStanding) ?? [])},"sessions":[`;
  let separator = "";
  for await (const session of readSessions(parts, person, first)) {
    yield separator;
    yield* writeSession(parts, session);
    separator = ",";
  }
  yield "]}\n";
}

async function* writeArray(items: AsyncIterable<object>): AsyncGenerator<string> {
  let separator = "[";
  for await (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ",";
  }
  yield separator === "[" ? "[]" : "]";
}

/** Pages until one is not full. `readPage` gets the last item of the page before. */
async function* readPages<Item>(
  readPage: (last: Item | undefined) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  for (let last: Item | undefined; ;) {
    const page = await readPage(last);
    yield* page;
    last = page.at(-1);
    if (page.length < pageSize) return;
  }
}

function readSessions(
  { reads }: Parts,
  { tenantId, applicantId }: Person,
  first: readonly Session[],
): AsyncGenerator<Session> {
  return readPages<Session>(async (last) =>
    last === undefined ? first : reads.list(tenantId, { applicantId }, { after: last, limit: pageSize }),
  );
}

async function* writeSession(parts: Parts, session: Session): AsyncGenerator<string> {
  const { trace, entries } = await parts.reads.findTimeline(session.tenantId, session.id);
  const { applicantKeyId: _key, tenantId: _tenant, ...held } = session;
  const described = {
    ...held,
    ...(await readReport(parts, session)),
    ...(await readRecords(parts, session)),
    timeline: entries.map(
      ({ seq, attempt, at, fromStatus, toStatus, origin, cause, isReversal, reasons }) => ({
        seq,
        attempt,
        at,
        from: fromStatus,
        to: toStatus,
        origin,
        cause,
        isReversal,
        reasons,
      }),
    ),
    decisionTrace: trace,
    events: await listEvents(parts.database, session),
  };
  yield `${JSON.stringify(described).slice(0, -1)},"deliveries":`;
  yield* writeArray(readDeliveries(parts, session.id));
  yield `,"audit":`;
  yield* writeArray(readAudit(parts, `session ${session.id}`));
  yield "}";
}

async function readReport({ database, vault }: Parts, session: Session): Promise<Record<string, unknown>> {
  const { id } = session;
  const row = await findSealedReport(database, session);
  if (row === undefined)
    return { result: null, providerReport: null, laterProviderReport: null, readAt: null };
  return vault.opening(() => {
    const sealer = vault.applicants.open(row)?.sealer;
    return {
      result: sealer === undefined ? null : openFacts(sealer, id, row.sealedResult).reveal(),
      providerReport: openBody(sealer, { sessionId: id, column: "sealed_raw", sealed: row.sealedRaw }),
      laterProviderReport: openBody(sealer, {
        sessionId: id,
        column: "sealed_later_raw",
        sealed: row.sealedLaterRaw,
      }),
      readAt: row.readAt,
    };
  });
}

/** What goes on at providers because of a session. */
async function readRecords(parts: Parts, session: Session): Promise<Record<string, unknown>> {
  const records = await listSessionRecords(parts, session);
  const listKind = (wanted: string) =>
    records
      .filter(({ kind }) => kind === wanted)
      .map(({ id, connectionId, state, ground, createdAt, changedAt, content }) => ({
        id,
        connectionId,
        state,
        ...(ground === null ? {} : { ground }),
        createdAt,
        changedAt,
        content: content ?? null,
      }));
  return { watches: listKind("watch"), blocklistEntries: listKind("blocklist") };
}

function openBody(
  sealer: Sealer | undefined,
  {
    sealed,
    ...place
  }: { sessionId: string; column: "sealed_raw" | "sealed_later_raw"; sealed: Buffer | null },
): unknown {
  return sealer === undefined || sealed === null
    ? null
    : openRawReport(sealer, { ...place, sealed }).reveal();
}

async function* readDeliveries({ database, vault }: Parts, sessionId: string): AsyncGenerator<object> {
  const admin = createInboxAdmin(database, vault);
  const found = readPages<DeliveryRecord>((last) =>
    admin.list({ sessionId }, { limit: pageSize, before: last?.id }),
  );
  for await (const { id, eventType, state, receivedAt, settledAt } of found) {
    const body = (await admin.readBody(id))?.reveal().toString("utf8") ?? null;
    yield { id, eventType, state, receivedAt, settledAt, body };
  }
}

async function* readAudit({ database, vault }: Parts, subject: string): AsyncGenerator<object> {
  const found = readPages<AuditEntry>((last) =>
    listAudit(database, { limit: pageSize, subject, before: last?.id }),
  );
  for await (const entry of found) {
    const { id, at, operator, action } = entry;
    yield { id, at, by: operator, action, reason: await openReason(vault, entry) };
  }
}
