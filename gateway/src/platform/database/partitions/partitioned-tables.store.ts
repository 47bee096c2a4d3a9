/** How long what is kept for a time is kept, in days. */
export interface Retention {
  readonly deliveryDays: number;
  readonly eventDays: number;
  readonly idempotencyKeyDays: number;
}

/** An endpoint's attempts are there to be looked at soon. */
export const attemptDays = 14;

/** The sessions that a legal hold keeps as they are. */
export const sessionsOnHold = `
  select s.id from legal_holds h join sessions s on s.id = h.session_id where h.released_at is null
  union all select s.id from legal_holds h join sessions s
    on s.tenant_id = h.tenant_id and s.applicant_hash = h.applicant_hash where h.released_at is null`;

/** A table that is partitioned by time. */
export interface PartitionedTable {
  readonly name: "deliveries" | "outbox" | "event_attempts" | "timeline";
  /** Weeks begin on Monday, months on the first, in UTC. */
  readonly width: "week" | "month";
  /** The days that its rows are kept; undefined: as long as the sessions that they are about. */
  readonly keptDays: (retention: Retention) => number | undefined;
  /** A condition under which a partition, named by `{partition}`, must stay however old it is. */
  readonly heldBy: string;
}

export const partitionedTables: readonly PartitionedTable[] = [
  {
    name: "deliveries",
    width: "week",
    keptDays: ({ deliveryDays }) => deliveryDays,
    heldBy: `exists (select from {partition} where state <> 'applied' and state <> 'parked')
      or exists (select from {partition} where session_id in (${sessionsOnHold}))`,
  },
  {
    name: "outbox",
    width: "week",
    keptDays: ({ eventDays }) => eventDays,
    // Without a number nobody has seen it; and no endpoint that is at work loses what it has not got yet.
    heldBy: `exists (select from {partition} where number is null)
      or exists (select from event_endpoints e join {partition} o on o.tenant_id = e.tenant_id
        where e.state <> 'disabled' and o.number > e.cursor_number and (e.types is null or o.type = any(e.types)))
      or exists (select from event_resends r join event_endpoints e on e.id = r.endpoint_id
        join {partition} o on o.tenant_id = e.tenant_id
        where e.state <> 'disabled' and o.number > r.after_number and o.number <= r.through_number)
      or exists (select from {partition} where session_id in (${sessionsOnHold}))`,
  },
  {
    name: "event_attempts",
    width: "week",
    keptDays: () => attemptDays,
    heldBy: "false",
  },
  {
    name: "timeline",
    width: "month",
    keptDays: () => undefined,
    heldBy: "exists (select from {partition})",
  },
];

/** A partition as the configuration tells it. Null: no end in that direction. */
export interface TimePartition {
  readonly name: string;
  readonly beginsAt: Date | null;
  readonly endsAt: Date | null;
}
