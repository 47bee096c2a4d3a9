import type { FastifyInstance } from "fastify";
import { NotConfiguredError } from "../configuration/not-configured-error.ts";
import { SettingsError } from "../host/settings-error.ts";
import type { Services } from "../services.ts";
import { closeQueries } from "./close-queries.ts";
import { operatorAuthenticationPlugin } from "./plugins/operator-authentication.plugin.ts";
import { ProblemError } from "./problem-error.ts";
import { adminAuditRoute } from "./routes/admin-audit.route.ts";
import { adminConfigurationRoute } from "./routes/admin-configuration.route.ts";
import { adminConnectionOrdersRoute } from "./routes/admin-connection-orders.route.ts";
import { adminConnectionsRoute } from "./routes/admin-connections.route.ts";
import { adminDeliveriesRoute } from "./routes/admin-deliveries.route.ts";
import { adminErasuresRoute } from "./routes/admin-erasures.route.ts";
import { adminFlowsRoute } from "./routes/admin-flows.route.ts";
import { adminKeysRoute } from "./routes/admin-keys.route.ts";
import { adminLegalHoldsRoute } from "./routes/admin-legal-holds.route.ts";
import { adminEndpointsRoute } from "./routes/admin-endpoints.route.ts";
import { adminPrivacyRoute } from "./routes/admin-privacy.route.ts";
import { adminReplayRoute } from "./routes/admin-replay.route.ts";
import { adminRetentionRoute } from "./routes/admin-retention.route.ts";
import { adminRoutingRoute } from "./routes/admin-routing.route.ts";
import { adminTenantsRoute } from "./routes/admin-tenants.route.ts";

/** The scope of operators. Every change is checked as a whole, audited, and in force on all replicas within a second. */
export async function adminRoutes(app: FastifyInstance, options: { services: Services }): Promise<void> {
  app.setErrorHandler((error) => {
    throw explainRefusal(error);
  });
  const { catalog, lateKeys } = options.services;
  closeQueries(app);
  await app.register(operatorAuthenticationPlugin, { catalog, lateKeys });
  // On this replica a change is in force before its answer; when loading fails now, the listener will do it.
  app.addHook("onSend", async (request, reply) => {
    if (request.method !== "GET" && reply.statusCode < 300) await catalog.reload().catch(() => undefined);
  });
  await app.register(adminTenantsRoute, options);
  await app.register(adminKeysRoute, options);
  await app.register(adminConnectionsRoute, options);
  await app.register(adminConnectionOrdersRoute, options);
  await app.register(adminFlowsRoute, options);
  await app.register(adminRoutingRoute, options);
  await app.register(adminPrivacyRoute, options);
  await app.register(adminLegalHoldsRoute, options);
  await app.register(adminErasuresRoute, options);
  await app.register(adminRetentionRoute, options);
  await app.register(adminEndpointsRoute, options);
  await app.register(adminConfigurationRoute, options);
  await app.register(adminAuditRoute, options);
  await app.register(adminDeliveriesRoute, options);
  await app.register(adminReplayRoute, options);
}

function explainRefusal(error: unknown): unknown {
  if (error instanceof NotConfiguredError) return new ProblemError("tenant_not_found");
  if (!(error instanceof SettingsError)) return error;
  const { mistakes } = error;
  const isInUse = mistakes.some(({ code }) => code === "has_live_sessions");
  return new ProblemError(isInUse ? "connection_in_use" : "invalid_request", {
    detail: `Nothing was changed. ${mistakes.length} mistake${mistakes.length === 1 ? "" : "s"}.`,
    mistakes,
  });
}
