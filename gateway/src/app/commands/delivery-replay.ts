import type { DeliveryReplay } from "@kyc-gateway/http-api";
import { createInboxAdmin } from "../../features/webhooks/inbox-admin.store.ts";
import { presentReplay } from "../../features/webhooks/present-delivery.ts";
import { applyReplay, previewReplay } from "../../features/webhooks/replay-deliveries.ts";
import { deliveryNotFound } from "./not-found.ts";
import { withDomain } from "./with-domain.ts";

/** Reads a delivery anew. A dry run tells what that changes; otherwise the fetch is queued, and the audit log says so. */
export function replayDelivery(deliveryId: string, isDryRun: boolean): Promise<readonly DeliveryReplay[]> {
  return withDomain(async ({ database, vault, configuration, sessions, config }, actor) => {
    const inboxAdmin = createInboxAdmin(database, vault);
    const delivery = await inboxAdmin.find(deliveryId);
    if (delivery === undefined) throw deliveryNotFound(deliveryId);
    const parts = { inboxAdmin, configuration, sessions };
    const results = isDryRun
      ? await previewReplay(parts, [delivery], Date.now() + config.requestDeadlineMs)
      : await applyReplay(parts, [delivery], actor);
    return results.map(presentReplay);
  });
}
