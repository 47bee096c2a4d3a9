import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  InboxBacklog,
  InboxDeliveryDetail,
  InboxDeliveryPage,
  ListInboxDeliveries,
  RefusedDeliveries,
} from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { maskBody } from "./mask-body.ts";
import { createInboxAdmin } from "./inbox-admin.store.ts";
import { DeliveryPath, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { findDelivery, listDeliveries } from "./find-delivery.ts";
import { presentDelivery } from "./present-delivery.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Inbox } from "./receive-delivery.ts";

const defaultLimit = 50;

const schemas = {
  backlog: {
    ...operatorRoute,
    operationId: "summariseInbox",
    summary: "Count the deliveries that are not applied",
    response: { 200: Type.Ref(InboxBacklog), ...problemResponses() },
  },
  refused: {
    ...operatorRoute,
    operationId: "listRefusedDeliveries",
    summary: "A sample of deliveries that were refused lately",
    description:
      "Hashes alone: of what nobody has proven to be a provider's, nothing is stored. At most one of a connection and second, the newest hundred, in the memory of the process that answers; `kyc_rejected_webhooks_total` counts them all.",
    response: { 200: Type.Ref(RefusedDeliveries), ...problemResponses() },
  },
  list: {
    ...operatorRoute,
    operationId: "listDeliveries",
    summary: "List deliveries, newest first",
    querystring: ListInboxDeliveries,
    response: {
      200: Type.Ref(InboxDeliveryPage),
      ...problemResponses("invalid_request", "connection_not_found"),
    },
  },
  read: {
    ...operatorRoute,
    operationId: "getDelivery",
    summary: "Read a delivery",
    description: "Its body is masked: only the names of members and the types of values.",
    params: DeliveryPath,
    response: { 200: Type.Ref(InboxDeliveryDetail), ...problemResponses("delivery_not_found") },
  },
};

/** The inbox for operators: `GET /admin/v1/deliveries`, `…/:deliveryId` and `/admin/v1/inbox`. */
export const adminDeliveriesRoute: FastifyPluginAsyncTypebox<{
  readonly configuration: CurrentConfiguration;
  readonly database: Database;
  readonly vault: Vault;
  readonly inbox: Inbox;
}> = async (app, { configuration, database, vault, inbox }) => {
  const inboxAdmin = createInboxAdmin(database, vault);
  const nameOf = (connectionId: string): string =>
    configuration.current.connections.get(connectionId)?.name ?? connectionId;
  app.get("/admin/v1/inbox", { schema: schemas.backlog }, async (_request, reply) => {
    const lines = await inboxAdmin.summarise();
    const items = lines.map(({ connectionId, parkCode, oldestReceivedAt, ...line }) => ({
      ...line,
      connection: nameOf(connectionId),
      verdict: parkCode,
      oldestReceivedAt: oldestReceivedAt.toISOString(),
    }));
    return reply.send({ items });
  });
  app.get("/admin/v1/refused-deliveries", { schema: schemas.refused }, async (_request, reply) => {
    const samples = inbox.rejectedWebhooks.listSamples();
    return reply.send({ items: samples.map(({ at, ...sample }) => ({ ...sample, at: at.toISOString() })) });
  });
  app.get("/admin/v1/deliveries", { schema: schemas.list }, async (request, reply) => {
    const { limit = defaultLimit, ...query } = request.query;
    const { items, nextCursor } = await listDeliveries(
      { inboxAdmin, configuration: configuration.current },
      query,
      limit,
    );
    return reply.send({
      items: items.map((delivery) => presentDelivery(delivery, nameOf(delivery.connectionId))),
      nextCursor,
    });
  });
  app.get("/admin/v1/deliveries/:deliveryId", { schema: schemas.read }, async (request, reply) => {
    const delivery = await findDelivery(inboxAdmin, request.params.deliveryId);
    const body = await inboxAdmin.readBody(delivery.id);
    return reply.send({
      ...presentDelivery(delivery, nameOf(delivery.connectionId)),
      body: body === undefined ? null : maskBody(body.reveal()),
    });
  });
};
