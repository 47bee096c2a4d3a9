import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem-error.ts";
import { addProblem } from "./route-schemas.ts";

const writing: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Routes of this scope that declare no body have none: what nobody reads would be taken for obeyed, such as a reason or a
 * `dryRun`. An empty object says nothing, and is what some clients always send.
 */
export function closeBodies(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    const { response = {}, ...schema } = route.schema ?? {};
    const isWriting = [route.method].flat().some((method) => writing.has(method));
    if (!isWriting || schema.body !== undefined || route.config?.isWebhook === true) return;
    route.schema = {
      ...schema,
      response: addProblem(response as Record<number, unknown>, "invalid_request"),
    };
    route.preValidation = [refuseBody, ...[route.preValidation ?? []].flat()];
  });
}

async function refuseBody({ body, method }: FastifyRequest): Promise<void> {
  if (body === undefined || isEmpty(body)) return;
  const message = `must be absent: this ${method} takes no body`;
  throw new ProblemError("invalid_request", {
    issues: [{ pointer: "", code: "unknown_member", message }],
  });
}

function isEmpty(body: unknown): boolean {
  return typeof body === "object" && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}
