import type { Metrics } from "../../platform/observability/metrics.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { createTenantRateLimiter } from "../../platform/rate-limit/tenant-rate-limiter.ts";

export interface EndUserLimitOptions {
  /** Of one end user, in this replica; 0: no limit. */
  readonly endUserRequestsPerSecond: number;
  readonly metrics: Pick<Metrics, "rateLimited">;
}

/** Throws `rate_limited` for an end user who sends too much: one user cannot spend what all users of the tenant share. */
export function createEndUserLimit({
  endUserRequestsPerSecond: perSecond,
  metrics,
}: EndUserLimitOptions): (endUserId: string) => void {
  if (perSecond === 0) return () => undefined;
  const pace = createTenantRateLimiter(perSecond, () => performance.now());
  return (endUserId) => {
    const booking = pace.book(endUserId);
    if (booking.isAdmitted) return;
    metrics.rateLimited.inc({ route: "end_user" });
    throw new ProblemError("rate_limited", {
      detail: `One user may send ${perSecond} requests a second. Send the request again later.`,
      retryAfterMs: booking.retryAfterMs,
    });
  };
}
