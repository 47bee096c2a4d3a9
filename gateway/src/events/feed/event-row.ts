import type { Event, EventType } from "@kyc-gateway/http-api";

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
}

/** The columns of `EventRow`; `o` is the table's alias. Numbers stay far below 2⁵³. */
export const eventColumns = `o.id, o.number::float8 as number, o.tenant_id as "tenantId", o.session_id as "sessionId",
  o.seq, o.type, o.data, o.occurred_at as "occurredAt"`;

/** An event in the words of the API: the same bytes every time it is written as JSON. */
export function presentEvent(row: EventRow): Event {
  const { applicantId, flow, status, previousStatus, reasons } = row.data;
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
      reasons: reasons.map(({ code, raw }) => (raw === undefined ? { code } : { code, raw })),
    },
  };
}
