import type { AttentionKind } from "@kyc-gateway/http-api";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";

/** How much there is of what needs attention, and since when. */
export interface AttentionRow {
  readonly kind: AttentionKind;
  readonly count: number;
  readonly oldestAt: Date | null;
}

/** At most so many rows of each kind are looked at, by an index. */
const most = 1000;

const parts: readonly (readonly [AttentionKind, string])[] = [
  ["sessions_in_review", "select updated_at as at from sessions where status = 'PENDING_REVIEW'"],
  ["deliveries_parked", "select received_at as at from deliveries where state = 'parked'"],
  ["deliveries_unmatched", "select received_at as at from deliveries where state = 'unmatched'"],
  ["erasures_dead", "select requested_at as at from provider_erasures where state = 'dead'"],
  ["endpoints_disabled", "select state_since as at from event_endpoints where state = 'disabled'"],
  ["endpoints_warned", "select state_since as at from event_endpoints where state = 'warned'"],
  ["connections_held", "select held_at as at from connection_controls where held_reason is not null"],
  [
    "jobs_dead",
    "select updated_at as at from graphile_worker.jobs where locked_at is null and attempts >= max_attempts and key is not null",
  ],
];

const text = parts
  .map(
    ([kind, rows]) =>
      `select '${kind}' as kind, count(*)::int as count, min(at) as "oldestAt" from (${rows} limit ${most}) rows`,
  )
  .join(" union all ");

/** Only what there is something of. */
export async function readAttention({ pool }: Database): Promise<readonly AttentionRow[]> {
  return (await queryRows<AttentionRow>(pool, text, [])).filter(({ count }) => count > 0);
}
