import type { DeliveryReplay } from "@kyc-gateway/http-api";
import {
  createInboxAdmin,
  type DeliveryRecord,
  type InboxAdmin,
} from "../../features/webhooks/inbox-admin.store.ts";
import { listDeliveries } from "../../features/webhooks/find-delivery.ts";
import { presentReplay } from "../../features/webhooks/present-delivery.ts";
import { applyReplay, previewReplay } from "../../features/webhooks/replay-deliveries.ts";
import type { ConfigurationSnapshot } from "../../features/configuration/configuration-snapshot.ts";
import { deliveryNotFound } from "./not-found.ts";
import { withDomain } from "./with-domain.ts";

/** Reads a delivery anew. A dry run tells what that changes; otherwise the fetch is queued, and the audit log says so. */
export function replayDelivery(deliveryId: string, isDryRun: boolean): Promise<readonly DeliveryReplay[]> {
  return replay(isDryRun, async (inboxAdmin) => {
    const delivery = await inboxAdmin.find(deliveryId);
    if (delivery === undefined) throw deliveryNotFound(deliveryId);
    return [delivery];
  });
}

/** The same for parked deliveries, newest first. Throws the problem of a connection that is not there. */
export function replayDeliveries(
  { connection, limit }: { readonly connection?: string; readonly limit: number },
  isDryRun: boolean,
): Promise<readonly DeliveryReplay[]> {
  return replay(isDryRun, async (inboxAdmin, configuration) => {
    const query = { state: "parked" as const, ...(connection === undefined ? {} : { connection }) };
    return (await listDeliveries({ inboxAdmin, configuration }, query, limit)).items;
  });
}

function replay(
  isDryRun: boolean,
  find: (inboxAdmin: InboxAdmin, configuration: ConfigurationSnapshot) => Promise<readonly DeliveryRecord[]>,
): Promise<readonly DeliveryReplay[]> {
  return withDomain(async ({ database, vault, configuration, sessions, config }, actor) => {
    const inboxAdmin = createInboxAdmin(database, vault);
    const deliveries = await find(inboxAdmin, configuration.current);
    const parts = { inboxAdmin, configuration, sessions };
    const results = isDryRun
      ? await previewReplay(parts, deliveries, Date.now() + config.requestDeadlineMs)
      : await applyReplay(parts, deliveries, actor);
    return results.map(presentReplay);
  });
}
