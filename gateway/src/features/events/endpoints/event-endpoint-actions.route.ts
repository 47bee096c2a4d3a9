import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { createEndpointPresenter } from "./present-endpoint.ts";
import { endpointSchemas } from "./event-endpoint-schemas.ts";
import { requireCursor } from "../../../platform/http/page-cursor.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { findEndpoint, readEndpointId, readEndpointChangeRequest, settleEndpoint } from "./event-endpoint.ts";
import type { EndpointService } from "./endpoint-service.ts";

const read = { config: { scope: "endpoints:read" } } as const;
const write = { config: { scope: "endpoints:write" } } as const;
const defaultLimit = 25;

/** What is done with an endpoint: switch it, try it out, send again, look at attempts. */
export const eventEndpointActionsRoute: FastifyPluginAsyncTypebox<{
  readonly events: { readonly endpoints: EndpointService };
}> = async (app, { events }) => {
  const { endpoints } = events;
  const present = createEndpointPresenter(endpoints.store);
  app.post(
    "/v1/event-endpoints/:endpointId/enable",
    { ...write, schema: endpointSchemas.enableEventEndpoint },
    async (request, reply) =>
      reply.send(await present(settleEndpoint(await endpoints.enable(readEndpointChangeRequest(request))))),
  );
  app.post(
    "/v1/event-endpoints/:endpointId/disable",
    { ...write, schema: endpointSchemas.disableEventEndpoint },
    async (request, reply) =>
      reply.send(await present(settleEndpoint(await endpoints.disable(readEndpointChangeRequest(request))))),
  );
  app.post(
    "/v1/event-endpoints/:endpointId/test",
    { ...write, schema: endpointSchemas.testEventEndpoint },
    async (request, reply) => reply.send(settleEndpoint(await endpoints.test(readEndpointId(request)))),
  );
  app.post(
    "/v1/event-endpoints/:endpointId/resend",
    { ...write, schema: endpointSchemas.resendEvents },
    async (request, reply) => {
      const { eventId, since, until } = request.body;
      if (eventId !== undefined && (since ?? until) !== undefined) refuseContradiction();
      const range = {
        eventId,
        since: since === undefined ? undefined : new Date(since),
        until: until === undefined ? undefined : new Date(until),
      };
      return reply
        .code(202)
        .send(settleEndpoint(await endpoints.resend(readEndpointChangeRequest(request), range)));
    },
  );
  app.get(
    "/v1/event-endpoints/:endpointId/attempts",
    { ...read, schema: endpointSchemas.listEventAttempts },
    async (request, reply) => {
      const { limit = defaultLimit, ...filter } = request.query;
      const endpoint = await findEndpoint(endpoints.store, request);
      await requireCursor(filter.cursor, (id) => endpoints.store.hasAttempt(endpoint, id));
      // One more than asked for tells whether there is a next page.
      const found = await endpoints.store.listAttempts(endpoint, { ...filter, limit: limit + 1 });
      const items = found.slice(0, limit);
      const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null;
      return reply.send({ items, nextCursor });
    },
  );
};

function refuseContradiction(): never {
  throw new ProblemError("invalid_request", {
    issues: [
      {
        pointer: "/eventId",
        code: "contradiction",
        message: "names one event, and must be given without since and until",
      },
    ],
  });
}
