import type { FastifyInstance } from "fastify";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import { SettingsError } from "../platform/validation/settings-error.ts";
import type { Services } from "./services.ts";
import { describeForOperators, operatorSessionRoutes } from "./operator-session.routes.ts";
import { closeBodies } from "../platform/http/close-bodies.ts";
import { closeQueries } from "../platform/http/close-queries.ts";
import { authenticationPlugin } from "../features/access/authentication.plugin.ts";
import { createOperatorCallers } from "../features/access/operator-callers.ts";
import { ProblemError } from "../platform/http/problem-error.ts";
import { findTenantId } from "../features/configuration/find-tenant-id.ts";
import { adminAccountConfigurationsRoute } from "../features/providers/configurations/admin-account-configurations.route.ts";
import { adminAccountOperatorsRoute } from "../features/providers/operators/admin-account-operators.route.ts";
import { adminOperatorGroupsRoute } from "../features/providers/operators/admin-operator-groups.route.ts";
import { adminAnalyticsRoute } from "../features/analytics/admin-analytics.route.ts";
import { adminAuditRoute } from "../features/audit/admin-audit.route.ts";
import { adminConfigurationRoute } from "../features/configuration/admin-configuration.route.ts";
import { adminConnectionControlsRoute } from "../features/providers/admin-connection-controls.route.ts";
import { adminConnectionsRoute } from "../features/configuration/admin-connections.route.ts";
import { adminDeliveriesRoute } from "../features/webhooks/admin-deliveries.route.ts";
import { adminErasuresRoute } from "../features/privacy/erasure/admin-erasures.route.ts";
import { adminFlowsRoute } from "../features/configuration/admin-flows.route.ts";
import { adminKeysRoute } from "../features/access/admin-keys.route.ts";
import { adminLegalHoldsRoute } from "../features/privacy/admin-legal-holds.route.ts";
import { adminEndpointsRoute } from "../features/configuration/admin-endpoints.route.ts";
import { adminPrivacyRoute } from "../features/privacy/admin-privacy.route.ts";
import { adminDecideSessionRoute } from "../features/sessions/admin-decide-session.route.ts";
import { adminReplayRoute } from "../features/webhooks/admin-replay.route.ts";
import { consoleSessionRoute } from "../features/access/console-session.route.ts";
import { operatorSessionsRoute } from "../features/operators/operator-sessions.route.ts";
import { adminAccountRecordsRoute } from "../features/account/admin-account-records.route.ts";
import { connectionHealthRoute } from "../features/operators/connection-health.route.ts";
import { jobsRoute } from "../features/operators/jobs.route.ts";
import { overviewRoute } from "../features/operators/overview.route.ts";
import { adminRoutingPreviewRoute } from "../features/sessions/routing-preview.route.ts";
import { erasePersonRoute } from "../features/operators/erase-person.route.ts";
import { operatorSelfRoute } from "../features/access/operator-self.route.ts";
import { adminRetentionRoute } from "../features/privacy/admin-retention.route.ts";
import { adminRoutingRoute } from "../features/configuration/admin-routing.route.ts";
import { adminTenantsRoute } from "../features/configuration/admin-tenants.route.ts";
import { adminReturnUrlsRoute } from "../features/configuration/admin-return-urls.route.ts";
import { adminValidityRoute } from "../features/configuration/admin-validity.route.ts";

/** The scope of operators. Every change is checked as a whole, audited, and in force on all replicas within a second. */
export async function adminRoutes(app: FastifyInstance, services: Services): Promise<void> {
  app.setErrorHandler((error) => {
    throw explainRefusal(error);
  });
  const { configuration } = services;
  closeQueries(app);
  closeBodies(app);
  app.addHook("onRoute", describeForOperators);
  await app.register(authenticationPlugin, { callers: createOperatorCallers(services) });
  // On this replica a change is in force before its answer; when loading fails now, the listener will do it.
  app.addHook("onSend", async (request, reply) => {
    if (request.method !== "GET" && reply.statusCode < 300)
      await configuration.reload().catch(() => undefined);
  });
  await app.register(operatorSelfRoute);
  await app.register(consoleSessionRoute, services);
  await app.register(operatorSessionsRoute, services);
  await app.register(erasePersonRoute, services);
  await app.register(overviewRoute, services);
  await app.register(connectionHealthRoute, services);
  await app.register(jobsRoute, services);
  await app.register(adminAccountRecordsRoute, services);
  await app.register(adminRoutingPreviewRoute, services);
  await app.register((scope) => operatorSessionRoutes(scope, services), { prefix: "/admin" });
  await app.register(adminTenantsRoute, services);
  await app.register(adminKeysRoute, services);
  await app.register(adminConnectionsRoute, services);
  await app.register(adminConnectionControlsRoute, services);
  await app.register(adminFlowsRoute, services);
  await app.register(adminRoutingRoute, services);
  await app.register(adminPrivacyRoute, services);
  await app.register(adminValidityRoute, services);
  await app.register(adminReturnUrlsRoute, services);
  await app.register(adminLegalHoldsRoute, services);
  await app.register(adminErasuresRoute, services);
  await app.register(adminRetentionRoute, services);
  await app.register(adminEndpointsRoute, services);
  await app.register(adminConfigurationRoute, services);
  await app.register(adminAuditRoute, {
    database: services.database,
    vault: services.vault,
    findTenantId: (name) => findTenantId(services.database, name),
  });
  await app.register(adminAnalyticsRoute, services);
  await app.register(adminDeliveriesRoute, services);
  await app.register(adminReplayRoute, services);
  await app.register(adminDecideSessionRoute, services);
  await app.register(adminAccountConfigurationsRoute, services);
  await app.register(adminAccountOperatorsRoute, services);
  await app.register(adminOperatorGroupsRoute, services);
}

function explainRefusal(error: unknown): unknown {
  if (error instanceof NotConfiguredError) return new ProblemError("tenant_not_found");
  if (!(error instanceof SettingsError)) return error;
  const { issues } = error;
  const isInUse = issues.some(({ code }) => code === "has_live_sessions");
  return new ProblemError(isInUse ? "connection_in_use" : "invalid_request", {
    detail: `Nothing was changed. ${issues.length} issue${issues.length === 1 ? "" : "s"}.`,
    issues,
  });
}
