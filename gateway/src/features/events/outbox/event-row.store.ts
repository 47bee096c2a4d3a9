import type { Event, EventType } from "@kyc-gateway/http-api";
import type { ApplicantColumns } from "../../../platform/encryption/applicant-key.ts";
import { applicantColumns, applicantJoin } from "../../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { StoredSpan } from "../../../platform/observability/tracing.ts";
import type { Session, Transition } from "@kyc-gateway/core";

/** An event of the outbox, as the hot statements give it. */
export interface EventRow {
  readonly id: string;
  /** Its place in the feed: counts the events of all tenants, without a gap, in the order in which they became visible. */
  readonly number: number;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly type: EventType;
  readonly data: Event["data"];
  readonly occurredAt: Date;
  /** The span in which it was written. */
  readonly traceContext: StoredSpan;
}

/** An event as it is stored, and its applicant beside it. */
export type StoredEvent = Omit<EventRow, "data"> & ApplicantColumns & { readonly data: StoredEventData };

/** The columns of `StoredEvent`; `o` is the outbox. Numbers stay far below 2⁵³. */
export const eventColumns = `o.id, o.number::float8 as number, o.tenant_id as "tenantId", o.session_id as "sessionId",
  o.seq, o.type, o.data, o.occurred_at as "occurredAt",
  o.trace_context as "traceContext", ${applicantColumns}`;

/** Brings what `eventColumns` needs to `o`. */
export const eventJoin = `join sessions s on s.id = o.session_id ${applicantJoin}`;

/** Puts the applicant into events. Of one who was erased nothing is said. */
export function openEvents(vault: Vault, stored: readonly StoredEvent[]): Promise<readonly EventRow[]> {
  return vault.opening(() =>
    stored.map((event) => {
      const { id, number, tenantId, sessionId, seq, type, occurredAt, traceContext } = event;
      const data = { ...event.data, applicantId: vault.applicants.open(event)?.id ?? null };
      return { id, number, tenantId, sessionId, seq, type, occurredAt, traceContext, data };
    }),
  );
}

/** An event in the words of the API: the same bytes every time it is written as JSON. */
export function presentEvent(row: EventRow): Event {
  const { applicantId, flow, status, previousStatus, attempt, origin, reasons, validUntil, watchId } =
    row.data;
  return {
    id: row.id,
    version: 1,
    type: row.type,
    occurredAt: row.occurredAt.toISOString(),
    sessionId: row.sessionId,
    seq: row.seq,
    data: {
      applicantId,
      flow,
      status,
      previousStatus,
      attempt,
      origin,
      reasons: reasons.map(({ code, check, raw }) => ({
        code,
        ...(check === undefined ? {} : { check }),
        ...(raw === undefined ? {} : { raw }),
      })),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(watchId === undefined ? {} : { watchId }),
    },
  };
}

/** Puts into the outbox what the statement selects, within the transaction of the transition. */
export function insertEventsText(select: string): string {
  return `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at, trace_context) ${select}`;
}

/** What is stored of an event beside its head. Whom it is about is told by its session. */
type StoredEventData = Omit<Event["data"], "applicantId">;

/** No personal data. */
export function buildEventData(session: Pick<Session, "flow">, transition: Transition): StoredEventData {
  return {
    flow: session.flow,
    status: transition.to,
    previousStatus: transition.from,
    attempt: transition.attempt,
    origin: transition.origin,
    reasons: transition.reasons.map((reason) => ({ ...reason })),
  };
}
