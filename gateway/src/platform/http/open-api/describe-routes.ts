import type { ProblemCode } from "@kyc-gateway/http-api";
import swagger from "@fastify/swagger";
import type { TSchema } from "@sinclair/typebox";
import { fastify, type RouteOptions } from "fastify";
import { readVersion } from "../../observability/version.ts";
import { openApiHead } from "./open-api-head.ts";
import { completeDocument } from "./complete-document.ts";

/** A route as far as the document tells of it. */
export type DescribedRoute = Pick<RouteOptions, "method" | "url" | "schema">;

/** What the document is made of. */
export interface DocumentSource {
  readonly routes: readonly DescribedRoute[];
  readonly sharedSchemas: readonly TSchema[];
  readonly publicUrl: string | undefined;
  /** What the document shows of a problem. */
  readonly exemplify: (code: ProblemCode) => object;
}

/** The OpenAPI document of routes, made by a server of its own that knows their schemas and serves nobody. */
export async function describeRoutes(source: DocumentSource): Promise<object> {
  const { routes, sharedSchemas, publicUrl, exemplify } = source;
  const app = fastify({ exposeHeadRoutes: false });
  for (const schema of sharedSchemas) app.addSchema(schema);
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      ...openApiHead,
      info: { ...openApiHead.info, version: readVersion().version },
      ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }),
    },
    // Named schemas keep their names.
    refResolver: {
      buildLocalReference: (json) => json["$id"] as string,
    },
    transformObject: (made) =>
      completeDocument(
        "openapiObject" in made ? made.openapiObject : made.swaggerObject,
        exemplify,
      ) as object,
  });
  for (const { method, url, schema } of routes)
    app.route({ method, url, ...(schema === undefined ? {} : { schema }), handler: () => undefined });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
