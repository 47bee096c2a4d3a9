/** What other features may use of this one. */
export { type DeliveryRecord, createInboxAdmin } from "./inbox-admin.store.ts";
export { type Inbox, receiveDelivery } from "./receive-delivery.ts";
export { registerWebhookProbe } from "./webhook-probe.ts";
export { acceptRawBodies, admitSender, findConnection } from "./webhook-request.ts";
