import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionEntity, TenantEntity } from "../configuration/index.ts";
import type { Ground, RecordKind, RecordState } from "./account-record.ts";

/** A watch or an entry of a blocklist that a tenant has at a provider. */
export const AccountRecordEntity = defineEntity({
  name: "AccountRecord",
  tableName: "account_records",
  properties: {
    id: p.uuid().primary(),
    tenantId: () => p.manyToOne(TenantEntity).joinColumn("tenant_id").mapToPk(),
    connectionId: () => p.manyToOne(ConnectionEntity).joinColumn("connection_id").mapToPk(),
    kind: p.text().$type<RecordKind>(),
    sessionId: p.uuid().strictNullable(),
    contentHash: p.blob(),
    /** Null once the person is erased. */
    sealedContent: p.blob().strictNullable(),
    ground: p.text().$type<Ground>().strictNullable(),
    state: p.text().$type<RecordState>(),
    providerId: p.text().strictNullable(),
    createdAt: p.datetime(),
    changedAt: p.datetime().strictNullable(),
    nextAttemptAt: p.datetime().strictNullable(),
  },
});

/** How far a connection's watches were looked through for changes. */
export const WatchLookEntity = defineEntity({
  name: "WatchLook",
  tableName: "watch_looks",
  properties: {
    connectionId: () => p.manyToOne(ConnectionEntity).primary().joinColumn("connection_id").mapToPk(),
    lookedAt: p.datetime(),
  },
});
