import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { createEndpointPresenter, presentNewKey } from "./present-endpoint.ts";
import { endpointSchemas } from "./event-endpoint-schemas.ts";
import { findEndpoint, readEndpointChangeRequest, settleEndpoint } from "./event-endpoint.ts";
import type { EndpointService } from "./endpoint-service.ts";

const read = { config: { scope: "endpoints:read" } } as const;
const write = { config: { scope: "endpoints:write" } } as const;

/** `/v1/event-endpoints`: where events are posted to. */
export const eventEndpointsRoute: FastifyPluginAsyncTypebox<{
  readonly events: { readonly endpoints: EndpointService };
}> = async (app, { events }) => {
  const { endpoints } = events;
  const present = createEndpointPresenter(endpoints.store);
  app.post(
    "/v1/event-endpoints",
    { ...write, schema: endpointSchemas.createEventEndpoint },
    async (request, reply) => {
      const created = settleEndpoint(await endpoints.create(request, request.body));
      const body = { endpoint: await present(created.endpoint), key: presentNewKey(created.key) };
      return reply.code(201).header("location", `/v1/event-endpoints/${created.endpoint.id}`).send(body);
    },
  );
  app.get(
    "/v1/event-endpoints",
    { ...read, schema: endpointSchemas.listEventEndpoints },
    async (request, reply) =>
      reply.send({
        items: await Promise.all((await endpoints.store.list(request.tenantId)).map(present)),
      }),
  );
  app.get(
    "/v1/event-endpoints/:endpointId",
    { ...read, schema: endpointSchemas.getEventEndpoint },
    async (request, reply) => reply.send(await present(await findEndpoint(endpoints.store, request))),
  );
  app.patch(
    "/v1/event-endpoints/:endpointId",
    { ...write, schema: endpointSchemas.changeEventEndpoint },
    async (request, reply) =>
      reply.send(
        await present(
          settleEndpoint(await endpoints.change(readEndpointChangeRequest(request), request.body)),
        ),
      ),
  );
  app.delete(
    "/v1/event-endpoints/:endpointId",
    { ...write, schema: endpointSchemas.deleteEventEndpoint },
    async (request, reply) => {
      settleEndpoint(await endpoints.remove(readEndpointChangeRequest(request)));
      return reply.code(204).send(null);
    },
  );
};
