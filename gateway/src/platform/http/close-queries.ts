import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { addProblem } from "./route-schemas.ts";

const noQuery = Type.Object({}, { additionalProperties: false });

/**
 * Routes of this scope that declare no query have none: a parameter that nobody reads would be taken for one that was
 * obeyed, such as `dryRun` at an erasure.
 */
export function closeQueries(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    const { response = {}, ...schema } = route.schema ?? {};
    if (schema.querystring !== undefined) return;
    route.schema = {
      ...schema,
      querystring: noQuery,
      response: addProblem(response as Record<number, unknown>, "invalid_request"),
    };
  });
}
