/** What other features may use of this one. */
export type { ErasureService } from "./erasure/erasure-service.ts";
export { presentErasure } from "./erasure/present-erasure.ts";
export { readSessionPrivacy } from "./erasure/session-privacy.store.ts";
