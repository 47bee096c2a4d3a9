import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { DeliveryReplays, ReplayDeliveries, ReplayDelivery } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { Actor } from "../audit/index.ts";
import { applyReplay, previewReplay } from "./replay-deliveries.ts";
import { createInboxAdmin, type DeliveryRecord } from "./inbox-admin.store.ts";
import { changeProblems, DeliveryPath, operatorRoute } from "../../platform/http/admin-schemas.ts";
import { findDelivery, listDeliveries } from "./find-delivery.ts";
import { presentReplay } from "./present-delivery.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { SessionService } from "../sessions/index.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";

const defaultLimit = 20;

const schemas = {
  one: {
    ...operatorRoute,
    operationId: "replayDelivery",
    summary: "Replay a delivery through the adapter as it is now",
    description:
      "Reads the delivery anew, asks the provider, and tells what that changes. With `dryRun: false` the fetch is queued and applied, and the audit log says who did it.",
    params: DeliveryPath,
    body: Type.Ref(ReplayDelivery),
    response: { 200: Type.Ref(DeliveryReplays), ...changeProblems("delivery_not_found") },
  },
  range: {
    ...operatorRoute,
    operationId: "replayDeliveries",
    summary: "Replay a range of deliveries",
    description:
      "As for one: newest first, up to `limit`, and on with `nextCursor`. A dry run asks each session's provider once.",
    body: Type.Ref(ReplayDeliveries),
    response: { 200: Type.Ref(DeliveryReplays), ...changeProblems("connection_not_found") },
  },
};

/** `POST /admin/v1/deliveries/:deliveryId/replay` and `POST /admin/v1/deliveries/replay`. */
export const adminReplayRoute: FastifyPluginAsyncTypebox<{
  readonly configuration: CurrentConfiguration;
  readonly sessions: SessionService;
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
}> = async (app, { configuration, sessions, config, database, vault }) => {
  const inboxAdmin = createInboxAdmin(database, vault);
  const parts = { inboxAdmin, configuration, sessions };
  const replay = async (deliveries: readonly DeliveryRecord[], dryRun: boolean, actor: Actor) => {
    const results = dryRun
      ? await previewReplay(parts, deliveries, Date.now() + config.requestDeadlineMs)
      : await applyReplay(parts, deliveries, actor);
    return { dryRun, items: results.map(presentReplay) };
  };
  app.post("/admin/v1/deliveries/:deliveryId/replay", { schema: schemas.one }, async (request, reply) => {
    const { dryRun = true } = request.body;
    const delivery = await findDelivery(inboxAdmin, request.params.deliveryId);
    return reply.send({ ...(await replay([delivery], dryRun, request.actor)), nextCursor: null });
  });
  app.post("/admin/v1/deliveries/replay", { schema: schemas.range }, async (request, reply) => {
    const { dryRun = true, limit = defaultLimit, ...query } = request.body;
    const where = { inboxAdmin, configuration: configuration.current };
    const { items, nextCursor } = await listDeliveries(where, { state: "parked", ...query }, limit);
    return reply.send({ ...(await replay(items, dryRun, request.actor)), nextCursor });
  });
};
