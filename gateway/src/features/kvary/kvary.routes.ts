import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { rateLimitPlugin, type RateLimitOptions } from "../../platform/http/rate-limit.plugin.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { SessionService } from "../sessions/index.ts";
import type { Inbox } from "../webhooks/index.ts";
import type { VerificationParts } from "./start-verification.ts";
import { authenticationPlugin } from "../access/index.ts";
import { createEndUserCallers, type EndUserLimitOptions } from "./end-user-callers.ts";

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
  await app.register(async (users) => {
    const callers = createEndUserCallers({ ...services, tokens: kvary.tokens, ...rateLimit });
    users.decorateRequest("endUserId", "");
    await users.register(authenticationPlugin, { callers });
    await users.register(rateLimitPlugin, rateLimit);
    await users.register(startVerificationRoute, services);
    await users.register(readMeRoute, services);
  });
  await app.register(webhookRoute, services);
};
