import type { FastifyPluginAsync } from "fastify";
import { type Inbox, registerWebhookAddress } from "../webhooks/index.ts";
import { kvaryNames } from "./provision-kvary.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

const schema = {
  operationId: "kvaryReceiveWebhook",
  summary: "Receive a callback of the Kvary account",
  tags: ["Kvary"],
};

const probeSchema = {
  operationId: "kvaryProbeWebhook",
  summary: "Ask whether the Kvary account takes callbacks",
  tags: ["Kvary"],
};

/** Where these callbacks are sent to. */
export const kvaryWebhookPath = "/api/webhooks/identomat";

/** `POST /api/webhooks/identomat`; `GET` and `HEAD` ask whether it is there. */
export const webhookRoute: FastifyPluginAsync<{
  readonly config: Config;
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
}> = async (app, parts) => {
  registerWebhookAddress(app, parts, {
    url: kvaryWebhookPath,
    findPath: () => kvaryNames,
    bodyLimitBytes: parts.config.webhookBodyLimitBytes,
    schema,
    probeSchema,
  });
};
