import type { CheckedRoute } from "@kyc-gateway/core";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { toStartProblem } from "../../features/sessions/start-problem.ts";
import type { SessionService } from "../../features/sessions/session-service.ts";
import { withDomain } from "./with-domain.ts";

/** A request as routing sees it. */
export interface RouteRequest extends Pick<
  Parameters<SessionService["previewRoute"]>[0],
  "flowName" | "riskTags" | "request"
> {
  readonly tenant: string;
}

/** Which connection would serve a request, and why. Throws `NotConfiguredError` and `ProblemError`. */
export function previewRoute({
  tenant,
  ...asked
}: RouteRequest): Promise<Pick<CheckedRoute, "route" | "issues">> {
  return withDomain(async ({ database, sessions }) => {
    const tenantId = await findTenantId(database, tenant);
    return sessions.previewRoute({ ...asked, tenantId, metadata: {} }).catch((error: unknown) => {
      throw toStartProblem(error) ?? error;
    });
  });
}
