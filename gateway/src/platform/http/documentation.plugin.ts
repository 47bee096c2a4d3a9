import type { ProblemCode } from "@kyc-gateway/http-api";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { apiReferencePlugin } from "./api-reference.plugin.ts";
import { exampleId } from "./open-api/build-example.ts";
import type { DescribedRoute } from "./open-api/describe-routes.ts";
import { ProblemError, toProblem } from "./problem-error.ts";
import { renderProblemPage } from "./problem-page.ts";
import { sharedSchemas } from "./route-schemas.ts";

/**
 * `/openapi.json`, made from the routes themselves, and `/docs`, rendered from it without any host but ours. Nothing of
 * either is loaded before somebody asks for it.
 */
export const documentationPlugin = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: { publicUrl: string | undefined }) => {
    const routes: DescribedRoute[] = [];
    app.addHook("onRoute", (route) => {
      // By reference: hooks of the route's scope add to its schema afterwards.
      if (route.method !== "HEAD") routes.push(route);
    });
    let document: Promise<object> | undefined;
    const makeDocument = async (): Promise<object> => {
      const { describeRoutes } = await import("./open-api/describe-routes.ts");
      return describeRoutes({ routes, sharedSchemas, publicUrl, exemplify });
    };
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
    app.get("/openapi.json", { schema: { hide: true } }, () => (document ??= makeDocument()));
  },
  { name: "documentation" },
);

/** What the document shows of a problem. */
function exemplify(code: ProblemCode): object {
  const issues = [{ pointer: "/applicant/id", code: "required", message: "is missing" }];
  return toProblem(new ProblemError(code, code === "invalid_request" ? { issues } : {}), exampleId);
}
