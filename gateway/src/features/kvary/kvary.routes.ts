import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { rateLimitPlugin, type RateLimitOptions } from "../../platform/http/rate-limit.plugin.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { SessionService } from "../sessions/index.ts";
import type { Inbox } from "../webhooks/index.ts";
import type { VerificationParts } from "./start-verification.ts";
import { createEndUserAuthentication } from "./authenticate-end-user.ts";
import { createEndUserLimit, type EndUserLimitOptions } from "./end-user-limit.ts";
import { findKvaryTenant } from "./find-kvary-tenant.ts";
import type { KvaryConfig } from "./kvary.config.ts";
import { readMeRoute } from "./read-me.route.ts";
import { startVerificationRoute } from "./start-verification.route.ts";
import { webhookRoute } from "./webhook.route.ts";

interface KvaryOptions {
  readonly services: VerificationParts & {
    readonly sessions: SessionService;
    readonly configuration: CurrentConfiguration;
    readonly inbox: Inbox;
  };
  readonly kvary: KvaryConfig;
  readonly rateLimit: RateLimitOptions & EndUserLimitOptions;
}

/** The three routes of the integration that this gateway replaces, under their old paths. */
export const kvaryRoutes: FastifyPluginAsyncTypebox<KvaryOptions> = async (
  app,
  { services, kvary, rateLimit },
) => {
  const authenticate = createEndUserAuthentication(kvary.tokens);
  await app.register(async (users) => {
    users.decorateRequest("endUserId", "");
    users.decorateRequest("tenantId", "");
    const limit = createEndUserLimit(rateLimit);
    users.addHook("onRequest", async (request) => {
      request.endUserId = await authenticate(request.headers.authorization);
      // Before the tenant's budget is touched: it is everybody's.
      limit(request.endUserId);
      request.tenantId = findKvaryTenant(services);
    });
    await users.register(rateLimitPlugin, rateLimit);
    await users.register(startVerificationRoute, services);
    await users.register(readMeRoute, services);
  });
  await app.register(webhookRoute, services);
};
