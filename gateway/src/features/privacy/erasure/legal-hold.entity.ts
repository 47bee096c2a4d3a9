import { defineEntity, p } from "@mikro-orm/core";
import { TenantEntity } from "../../configuration/index.ts";

/** Keeps a session, or a person with all sessions, from being erased. One of `sessionId` and `applicantHash` is set. */
export const LegalHoldEntity = defineEntity({
  name: "LegalHold",
  tableName: "legal_holds",
  properties: {
    id: p.uuid().primary(),
    tenantId: () => p.manyToOne(TenantEntity).joinColumn("tenant_id").mapToPk(),
    sessionId: p.uuid().strictNullable(),
    applicantHash: p.blob().strictNullable(),
    sealedReason: p.blob(),
    placedBy: p.text(),
    placedAt: p.datetime(),
    sealedReleaseReason: p.blob().strictNullable(),
    releasedBy: p.text().strictNullable(),
    releasedAt: p.datetime().strictNullable(),
  },
});
