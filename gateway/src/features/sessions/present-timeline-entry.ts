import type { Timeline } from "@kyc-gateway/http-api";
import type { TimelineRow } from "./session-reads.store.ts";

/** A change of a session in the words of the API. */
export function presentTimelineEntry({
  at,
  fromStatus,
  toStatus,
  reasons,
  ...entry
}: TimelineRow): Timeline["entries"][number] {
  const { seq, attempt, origin, cause, isReversal } = entry;
  return {
    seq,
    attempt,
    at: at.toISOString(),
    from: fromStatus,
    to: toStatus,
    origin,
    cause,
    isReversal,
    reasons: reasons.map((reason) => ({ ...reason })),
  };
}
