import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { createEndpointPresenter, presentNewKey } from "./present-endpoint.ts";
import { endpointSchemas } from "./event-endpoint-schemas.ts";
import { readEndpointChangeRequest, settleEndpoint } from "./event-endpoint.ts";
import type { EndpointService } from "./endpoint-service.ts";

const write = { config: { scope: "endpoints:write" } } as const;
const defaultOverlapHours = 24;

/** `/v1/event-endpoints/:endpointId/keys`: the keys that sign what is posted. */
export const eventEndpointKeysRoute: FastifyPluginAsyncTypebox<{
  readonly events: { readonly endpoints: EndpointService };
}> = async (app, { events }) => {
  const { endpoints } = events;
  const present = createEndpointPresenter(endpoints.store);
  app.post(
    "/v1/event-endpoints/:endpointId/keys",
    { ...write, schema: endpointSchemas.rotateSigningKey },
    async (request, reply) => {
      const { kind, overlapHours = defaultOverlapHours } = request.body;
      const { key } = settleEndpoint(
        await endpoints.rotate(readEndpointChangeRequest(request), { kind, overlapHours }),
      );
      return reply.code(201).send(presentNewKey(key));
    },
  );
  app.delete(
    "/v1/event-endpoints/:endpointId/keys/:keyId",
    { ...write, schema: endpointSchemas.deleteSigningKey },
    async (request, reply) => {
      const { keyId } = request.params;
      const endpoint = settleEndpoint(await endpoints.removeKey(readEndpointChangeRequest(request), keyId));
      return reply.send(await present(endpoint));
    },
  );
};
