import type { CheckKind, Notice, Reason, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Erasure, ReportedWord, StatusOrigin, TraceStep } from "@kyc-gateway/core";
import { defineEntity, p, type InferEntity } from "@mikro-orm/core";

/** One line of a decision trace, as stored. */
export type StoredTraceStep = Omit<TraceStep, "at"> & { readonly at: string };

/** One verification session. */
export const SessionEntity = defineEntity({
  name: "Session",
  tableName: "sessions",
  properties: {
    id: p.uuid().primary(),
    /** Without a foreign key, see the migration. */
    tenantId: p.uuid(),
    flow: p.text(),
    /** What the applicant is found by. */
    applicantHash: p.blob().strictNullable(),
    /** What is personal of the row is under this key. */
    applicantKeyId: p.uuid().strictNullable(),
    /** Those of the flow when the session was asked for. */
    requiredChecks: p.array().$type<CheckKind[]>(),
    status: p.text().$type<SessionStatus>(),
    origin: p.text().$type<StatusOrigin>(),
    reasons: p.json<Reason[]>(),
    /** The newest try of the applicant that the provider told of. */
    attempt: p.integer(),
    seq: p.integer(),
    /** Without a foreign key, see the migration. */
    connectionId: p.uuid().strictNullable(),
    providerReference: p.text().strictNullable(),
    providerParts: p.json<Record<string, string>>().strictNullable(),
    sealedLaunch: p.blob().strictNullable(),
    notices: p.json<Notice[]>(),
    metadata: p.json<Record<string, string>>(),
    erasure: p.text().$type<Erasure>(),
    trace: p.json<StoredTraceStep[]>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    decidedAt: p.datetime().strictNullable(),
    /** The provider's last word that was news. */
    reported: p.text().$type<ReportedWord>().strictNullable(),
    reopenedAt: p.datetime().strictNullable(),
    lapsesAt: p.datetime().strictNullable(),
    /** Of an approval: the last day of the document that was verified. */
    documentExpiresOn: p.date().strictNullable(),
    /** Of an approval: until when it holds by the provider's word. */
    approvedUntil: p.datetime().strictNullable(),
    /** The end that `applicant.expiring` told. */
    expiringToldFor: p.datetime().strictNullable(),
    /** The end that `applicant.expired` told: the approval is over for good. */
    expiredAt: p.datetime().strictNullable(),
    /** Until then one request works on the start; null once the start is settled. */
    intentLeaseUntil: p.datetime().strictNullable(),
    isOutcomeUnknown: p.boolean(),
    /** Where the start was sent last, noted before it is sent. */
    attemptedConnectionId: p.uuid().strictNullable(),
    /** Where an earlier start may have made a session that nobody can name. */
    abandonedConnectionIds: p.array().columnType("uuid[]"),
    /** Attempts since it was last known that no provider has a session. */
    intentAttempts: p.integer(),
    /** Until then one process fetches; the token tells which. */
    readLeaseUntil: p.datetime().strictNullable(),
    readLeaseToken: p.uuid().strictNullable(),
    /** When the schedule looks at the provider again; null when it need not. */
    nextReadAt: p.datetime().strictNullable(),
    /** Reads since the last news. */
    readCount: p.integer(),
    /** Reads in a row that failed. */
    failedReads: p.integer(),
    lastReadAt: p.datetime().strictNullable(),
  },
});

/** A session as the ORM loads it. It never leaves persistence. */
export type SessionRecord = InferEntity<typeof SessionEntity>;
