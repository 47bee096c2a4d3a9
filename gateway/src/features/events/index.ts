/** What other features may use of this one. */
export {
  type EndpointModel,
  completeEndpoints,
  presentEndpointModel,
  readEndpointModel,
  toEndpointModel,
} from "./endpoints/endpoint-model.ts";
export { buildEndpointRow, readLastNumber } from "./endpoints/endpoint-row.ts";
export { checkEndpointUrl } from "./endpoints/endpoint-url.ts";
export { buildEventData, insertEventsText } from "./outbox/event-row.store.ts";
export { EventEndpointEntity, type EventEndpointRecord } from "./outbox/event-endpoint.entity.ts";
export { OutboxEventEntity } from "./outbox/outbox-event.entity.ts";
export { listSessionEvents } from "./outbox/session-events.store.ts";
export { openKeys, sealKeys } from "./signing/signing-key.ts";
export {
  type StoredKey,
  createSigningKey,
  readSharedSecret,
  replaceKeys,
  selectLiveKeys,
  takeSharedSecret,
} from "./signing/signing-key.ts";
