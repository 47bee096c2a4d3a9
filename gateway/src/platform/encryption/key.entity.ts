import { defineEntity, p } from "@mikro-orm/core";
import type { DataKeyPurpose } from "./data-key.store.ts";

/** Apart from the data, so that backups can keep them apart. */
const schema = "kyc_keys";

/** A master key that the database has known, by a check value alone. */
export const MasterKeyEntity = defineEntity({
  name: "MasterKey",
  tableName: "masters",
  schema,
  properties: {
    id: p.text().primary(),
    /** A text that everybody knows, wrapped: whoever opens it has the right key. */
    checkValue: p.blob(),
    isActive: p.boolean(),
    createdAt: p.datetime(),
    retiredAt: p.datetime().strictNullable(),
  },
});

/** A tenant's key, or the system's, wrapped by a master. */
export const DataKeyEntity = defineEntity({
  name: "DataKey",
  tableName: "data_keys",
  schema,
  properties: {
    id: p.uuid().primary(),
    /** Null: the system's own. */
    tenantId: p.uuid().strictNullable(),
    purpose: p.text().$type<DataKeyPurpose>(),
    masterId: () => p.manyToOne(MasterKeyEntity).joinColumn("master_id").mapToPk(),
    wrappedKey: p.blob(),
    createdAt: p.datetime(),
    /** From then on it opens, and seals nothing more. */
    replacedAt: p.datetime().strictNullable(),
  },
});

/** An applicant's key, wrapped by the tenant's. */
export const ApplicantKeyEntity = defineEntity({
  name: "ApplicantKey",
  tableName: "applicant_keys",
  schema,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    applicantHash: p.blob(),
    tenantKeyId: () => p.manyToOne(DataKeyEntity).joinColumn("tenant_key_id").mapToPk(),
    /** With the tenant's id of the applicant. */
    wrappedKey: p.blob(),
    createdAt: p.datetime(),
  },
});

/** A rotation of keys: how far it is. */
export const KeyRotationEntity = defineEntity({
  name: "KeyRotation",
  tableName: "rotations",
  schema,
  properties: {
    id: p.uuid().primary(),
    kind: p.text().$type<"master" | "tenant">(),
    tenantId: p.uuid().strictNullable(),
    step: p.text().strictNullable(),
    cursor: p.text().strictNullable(),
    resealedCount: p.bigint("string"),
    startedAt: p.datetime(),
    finishedAt: p.datetime().strictNullable(),
  },
});
