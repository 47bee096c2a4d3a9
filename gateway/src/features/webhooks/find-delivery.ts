import type { ListInboxDeliveries } from "@kyc-gateway/http-api";
import type { Static } from "@sinclair/typebox";
import { validate as isUuid } from "uuid";
import type { ConfigurationSnapshot } from "../configuration/index.ts";
import type { InboxAdmin, DeliveryFilter, DeliveryRecord } from "./inbox-admin.store.ts";
import { requireCursor } from "../../platform/http/page-cursor.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** What operators ask for when they list deliveries, but for the size of the page. */
export type DeliveryQuery = Omit<Static<typeof ListInboxDeliveries>, "limit">;

/** A page of deliveries, newest first. */
export interface DeliveryPage {
  readonly items: readonly DeliveryRecord[];
  readonly nextCursor: string | null;
}

/** One delivery. Throws its problem: an id that is no UUID is as unknown as any other. */
export async function findDelivery(inboxAdmin: InboxAdmin, id: string): Promise<DeliveryRecord> {
  const delivery = isUuid(id) ? await inboxAdmin.find(id) : undefined;
  if (delivery === undefined) throw new ProblemError("delivery_not_found");
  return delivery;
}

/** Throws the problem of a connection that does not exist. */
export async function listDeliveries(
  {
    inboxAdmin,
    configuration,
  }: { readonly inboxAdmin: InboxAdmin; readonly configuration: ConfigurationSnapshot },
  query: DeliveryQuery,
  limit: number,
): Promise<DeliveryPage> {
  await requireCursor(query.cursor, async (id) => (await inboxAdmin.find(id)) !== undefined);
  // One more than asked for tells whether there is a next page.
  const found = await inboxAdmin.list(readFilter(query, configuration), {
    limit: limit + 1,
    before: query.cursor,
  });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function readFilter(query: DeliveryQuery, { connectionsByName }: ConfigurationSnapshot): DeliveryFilter {
  const { connection, verdict, receivedAfter, receivedBefore, state, sessionId } = query;
  const runtime = connection === undefined ? undefined : connectionsByName.get(connection);
  if (connection !== undefined && runtime === undefined) throw new ProblemError("connection_not_found");
  return {
    state,
    sessionId,
    parkCode: verdict,
    connectionId: runtime?.id,
    receivedAfter: receivedAfter === undefined ? undefined : new Date(receivedAfter),
    receivedBefore: receivedBefore === undefined ? undefined : new Date(receivedBefore),
  };
}
