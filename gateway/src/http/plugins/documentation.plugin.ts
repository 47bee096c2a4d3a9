import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { openApiHead } from "../open-api-head.ts";

/** `/openapi.json`, made from the routes themselves, and `/docs`, rendered from it without any host but ours. */
export const documentationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: { publicUrl: string | undefined }) => {
    await app.register(swagger, {
      openapi: { ...openApiHead, ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }) },
      // Named schemas keep their names.
      refResolver: {
        buildLocalReference: (json) => json["$id"] as string,
      },
    });
    await app.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: true,
      theme: { title: "KYC gateway" },
      uiConfig: {
        docExpansion: "list",
        displayRequestDuration: true,
        persistAuthorization: false,
        validatorUrl: null,
      },
    });
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  },
  { name: "documentation" },
);
