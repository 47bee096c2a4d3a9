/** What other features may use of this one. */
export type { RecordKind } from "./account-record.ts";
export { listSessionRecords } from "./account-records.store.ts";
export { stopped } from "./stopped-record.store.ts";
