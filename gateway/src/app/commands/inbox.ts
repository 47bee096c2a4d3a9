import type { DeliveryState, InboxDelivery } from "@kyc-gateway/http-api";
import { listConnections } from "../../features/configuration/list-configured.ts";
import { createInboxAdmin } from "../../features/webhooks/inbox-admin.store.ts";
import { maskBody } from "../../features/webhooks/mask-body.ts";
import { presentDelivery } from "../../features/webhooks/present-delivery.ts";
import type { Database } from "../../platform/database/database.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { deliveryNotFound } from "./not-found.ts";
import { withDatabase } from "./with-database.ts";

/** Which deliveries are wanted. */
export interface WantedDeliveries {
  readonly state?: DeliveryState;
  readonly connection?: string;
  readonly limit: number;
}

/** Newest first. Throws `NotConfiguredError` for a connection that is not there. */
export function listDeliveries({
  state,
  connection,
  limit,
}: WantedDeliveries): Promise<readonly InboxDelivery[]> {
  return withDatabase(async ({ database, vault }) => {
    const names = await readNames(database);
    const connectionId = connection === undefined ? undefined : findConnectionId(names, connection);
    const found = await createInboxAdmin(database, vault).list({ state, connectionId }, { limit });
    return found.map((delivery) =>
      presentDelivery(delivery, names.get(delivery.connectionId) ?? delivery.connectionId),
    );
  });
}

/** A delivery with its body masked; null: its applicant was erased. Throws `NotConfiguredError`. */
export function readDelivery(
  deliveryId: string,
): Promise<{ readonly delivery: InboxDelivery; readonly body: unknown }> {
  return withDatabase(async ({ database, vault }) => {
    const inboxAdmin = createInboxAdmin(database, vault);
    const delivery = await inboxAdmin.find(deliveryId);
    if (delivery === undefined) throw deliveryNotFound(deliveryId);
    const names = await readNames(database);
    const body = await inboxAdmin.readBody(deliveryId);
    return {
      delivery: presentDelivery(delivery, names.get(delivery.connectionId) ?? delivery.connectionId),
      body: body === undefined ? null : maskBody(body.reveal()),
    };
  });
}

/** Connections' names by id. */
async function readNames(database: Database): Promise<ReadonlyMap<string, string>> {
  return new Map((await listConnections(database)).map(({ id, name }) => [id, name]));
}

function findConnectionId(names: ReadonlyMap<string, string>, connection: string): string {
  const found = [...names].find(([, name]) => name === connection);
  if (found === undefined)
    throw new NotConfiguredError(
      `There is no connection "${connection}". There are: ${[...names.values()].join(", ") || "none"}.`,
    );
  return found[0];
}
