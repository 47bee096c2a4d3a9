import type { ListInboxDeliveries } from "@kyc-gateway/http-api";
import type { Static } from "@sinclair/typebox";
import type { Catalog } from "../configuration/catalog.ts";
import type { DeliveryDesk, DeliveryFilter, DeskDelivery } from "./delivery-desk.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** What operators ask for when they list deliveries, but for the size of the page. */
export type DeliveryQuery = Omit<Static<typeof ListInboxDeliveries>, "limit">;

/** A page of deliveries, newest first. */
export interface DeliveryPage {
  readonly items: readonly DeskDelivery[];
  readonly nextCursor: string | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One delivery. Throws its problem: an id that is no UUID is as unknown as any other. */
export async function findDelivery(desk: DeliveryDesk, id: string): Promise<DeskDelivery> {
  const delivery = uuid.test(id) ? await desk.find(id) : undefined;
  if (delivery === undefined) throw new ProblemError("delivery_not_found");
  return delivery;
}

/** Throws the problem of a connection that does not exist. */
export async function listDeliveries(
  { desk, catalog }: { readonly desk: DeliveryDesk; readonly catalog: Catalog },
  query: DeliveryQuery,
  limit: number,
): Promise<DeliveryPage> {
  // One more than asked for tells whether there is a next page.
  const found = await desk.list(readFilter(query, catalog), { limit: limit + 1, before: query.cursor });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function readFilter(query: DeliveryQuery, { connectionsByName }: Catalog): DeliveryFilter {
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
