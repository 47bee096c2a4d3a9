import type { ProblemCode } from "@kyc-gateway/http-api";
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { apiReferencePlugin } from "./api-reference.plugin.ts";
import { completeDocument } from "./open-api/complete-document.ts";
import { exampleId } from "./open-api/build-example.ts";
import { ProblemError, toProblem } from "./problem-error.ts";
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
        completeDocument(
          "openapiObject" in made ? made.openapiObject : made.swaggerObject,
          exemplifyProblem,
        ) as object,
    });
    await app.register(apiReferencePlugin);
    app.get("/", { schema: { hide: true } }, async (_request, reply) => reply.redirect("/docs"));
    app.get("/docs/problems", { schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({
          "content-type": "text/html; charset=utf-8",
          "content-security-policy":
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        })
        .send(renderProblemPage()),
    );
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  },
  { name: "documentation" },
);

/** What the document shows of a problem. */
function exemplifyProblem(code: ProblemCode): object {
  const issues = [{ pointer: "/applicant/id", code: "required", message: "is missing" }];
  return toProblem(new ProblemError(code, code === "invalid_request" ? { issues } : {}), exampleId);
}
