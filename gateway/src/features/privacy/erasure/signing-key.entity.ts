import { defineEntity, p } from "@mikro-orm/core";

/** A key pair that signs receipts; the private half is sealed. */
export const SigningKeyEntity = defineEntity({
  name: "SigningKey",
  tableName: "signing_keys",
  properties: {
    id: p.text().primary(),
    purpose: p.text(),
    publicJwk: p.json<Record<string, unknown>>(),
    sealedPrivate: p.blob(),
    createdAt: p.datetime(),
  },
});
