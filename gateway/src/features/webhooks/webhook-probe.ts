import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "@sinclair/typebox";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

interface ProbeOptions {
  readonly url: string;
  /** Throws the problem of an address where there is nothing. */
  readonly check: (request: FastifyRequest) => void;
  /** What is sent there with POST. */
  readonly subject: string;
  /** What the OpenAPI document says of it, beside the answers. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const otherMethods = ["DELETE", "OPTIONS", "PATCH", "PUT", "TRACE"];

/**
 * Some providers ask with GET or HEAD whether an address is there before they accept it: 204 for a connection that is
 * configured, 404 for any other. No other method than POST does more, and none stores anything.
 */
export function registerWebhookProbe(
  app: FastifyInstance,
  { url, check, subject, schema }: ProbeOptions,
): void {
  const config = { isWebhook: true };
  const response = { 204: Type.Null({ description: "The connection is there." }) };
  app.get(
    url,
    {
      config,
      schema: {
        ...schema,
        security: [],
        response: { ...response, ...problemResponses("connection_not_found") },
      },
    },
    async (request, reply) => {
      check(request);
      return reply.code(204).send();
    },
  );
  app.route({
    method: otherMethods,
    url,
    config,
    schema: { hide: true },
    onRequest: async (request, reply) => {
      check(request);
      void reply.header("allow", "GET, HEAD, POST");
      throw new ProblemError("method_not_allowed", { detail: `${subject} are sent with POST.` });
    },
    handler: async () => undefined,
  });
}
