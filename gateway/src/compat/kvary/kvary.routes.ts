import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Services } from "../../services.ts";
import { authenticateEndUser } from "./authenticate-end-user.ts";
import type { KvaryConfig } from "./kvary.config.ts";
import { readMeRoute } from "./read-me.route.ts";
import { startVerificationRoute } from "./start-verification.route.ts";
import { webhookRoute } from "./webhook.route.ts";

/** The three routes of the integration that this gateway replaces, under their old paths. */
export const kvaryRoutes: FastifyPluginAsyncTypebox<{ services: Services; kvary: KvaryConfig }> = async (
  app,
  { services, kvary },
) => {
  await app.register(async (users) => {
    users.decorateRequest("endUserId", "");
    users.addHook("onRequest", async (request) => {
      request.endUserId = await authenticateEndUser(request.headers.authorization, kvary.jwtSecret);
    });
    await users.register(startVerificationRoute, { services });
    await users.register(readMeRoute, { services });
  });
  await app.register(webhookRoute, { services });
};
