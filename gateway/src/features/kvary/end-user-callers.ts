import type { Callers } from "../access/index.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { createTenantRateLimiter } from "../../platform/rate-limit/tenant-rate-limiter.ts";
import { createEndUserIdentification, type EndUserTokens } from "./authenticate-end-user.ts";
import { kvaryNames } from "./provision-kvary.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The end user of a Kvary request: the token's subject. */
    endUserId: string;
  }
}

export interface EndUserLimitOptions {
  /** Of one end user, in this replica; 0: no limit. */
  readonly endUserRequestsPerSecond: number;
  readonly metrics: Pick<Metrics, "rateLimited">;
}

interface EndUserParts extends EndUserLimitOptions {
  readonly configuration: CurrentConfiguration;
  readonly tokens: EndUserTokens;
}

/** End users of the Kvary integration, by the tokens of its identity provider. */
export function createEndUserCallers({ tokens, configuration, ...options }: EndUserParts): Callers<string> {
  const limit = createEndUserLimit(options);
  return {
    howToAuthenticate: "Send the user's token as `Authorization: Bearer <token>`.",
    refusal:
      "The token is not valid: wrong signature, expired, not meant for us, or without a usable subject.",
    find: createEndUserIdentification(tokens),
    admit(request, endUserId) {
      request.endUserId = endUserId;
      // Before the tenant's budget is touched: it is everybody's.
      limit(endUserId);
      request.tenantId = findTenant(configuration);
    },
  };
}

/** Throws `rate_limited` for an end user who sends too much: one user cannot spend what all users of the tenant share. */
function createEndUserLimit({
  endUserRequestsPerSecond: perSecond,
  metrics,
}: EndUserLimitOptions): (endUserId: string) => void {
  if (perSecond === 0) return () => undefined;
  const limiter = createTenantRateLimiter(perSecond, () => performance.now());
  return (endUserId) => {
    const booking = limiter.book(endUserId);
    if (booking.isAdmitted) return;
    metrics.rateLimited.inc({ route: "end_user" });
    throw new ProblemError("rate_limited", {
      detail: `One user may send ${perSecond} requests a second. Send the request again later.`,
      retryAfterMs: booking.retryAfterMs,
    });
  };
}

/** The tenant's id. Throws 503 until the configuration is there. */
function findTenant({ current }: CurrentConfiguration): string {
  const id = current.tenants.get(kvaryNames.tenant);
  if (id === undefined) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  return id;
}
