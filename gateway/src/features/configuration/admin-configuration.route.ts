import { Configuration } from "@kyc-gateway/http-api";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { readPresent } from "./read-present.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { ConfigurationParts } from "./change-configuration.ts";

/** `GET /admin/v1/configuration`. */
export const adminConfigurationRoute: FastifyPluginAsyncTypebox<ConfigurationParts> = async (app, parts) => {
  app.get(
    "/admin/v1/configuration",
    {
      schema: {
        ...operatorRoute,
        operationId: "getConfiguration",
        summary: "Read everything that is configured, without secrets",
        description: "As `kyc-gateway export` prints it: `kyc-gateway apply -f` takes it back.",
        response: { 200: Configuration, ...problemResponses() },
      },
    },
    async (_request, reply) => reply.send(await readPresent(parts)),
  );
};
