/** What other features may use of this one. */
export { type DeliveryRecord, createInboxAdmin } from "./inbox-admin.store.ts";
export { ConnectionActivityEntity } from "./connection-activity.entity.ts";
export { presentDelivery } from "./present-delivery.ts";
export type { Inbox } from "./receive-delivery.ts";
export { registerWebhookAddress } from "./webhook-request.ts";
