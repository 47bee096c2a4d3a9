import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { completeDocument } from "./open-api/complete-document.ts";
import { openApiHead } from "./open-api-head.ts";
import { renderProblemPage } from "./problem-page.ts";

/** `/openapi.json`, made from the routes themselves, and `/docs`, rendered from it without any host but ours. */
export const documentationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: { publicUrl: string | undefined }) => {
    await app.register(swagger, {
      openapi: { ...openApiHead, ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }) },
      // Named schemas keep their names.
      refResolver: {
        buildLocalReference: (json) => json["$id"] as string,
      },
      transformObject: (made) =>
        completeDocument("openapiObject" in made ? made.openapiObject : made.swaggerObject) as object,
    });
    await app.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: true,
      // The page styles itself inline; it loads nothing from anywhere else.
      transformStaticCSP: (header) => header.replace(/style-src [^;]*/, "style-src 'self' 'unsafe-inline'"),
      theme: {
        title: "KYC gateway",
        css: [{ filename: "theme.css", content: ".swagger-ui .topbar { display: none }" }],
      },
      uiConfig: {
        docExpansion: "list",
        displayRequestDuration: true,
        persistAuthorization: false,
        validatorUrl: null,
      },
    });
    app.get("/", { schema: { hide: true } }, async (_request, reply) => reply.redirect("/docs"));
    app.get("/docs/problems", { schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        })
        .send(renderProblemPage()),
    );
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  },
  { name: "documentation" },
);
