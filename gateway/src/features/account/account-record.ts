import type { BlocklistEntry, ScreeningQuery } from "@kyc-gateway/adapter-spec/v1";

export type RecordKind = "watch" | "blocklist";
/** `placing`: not confirmed by the provider. `stopping`: gone for the tenant, and perhaps not yet at the provider. */
export type RecordState = "placing" | "active" | "stopping";
/** Why an entry may be kept although the person asks for erasure. */
export type Ground = "fraud_prevention" | "legal_obligation" | "legal_claims";

/** What is placed at the provider, by kind. */
export interface RecordContents {
  readonly watch: ScreeningQuery;
  readonly blocklist: BlocklistEntry;
}

/** Something that a tenant keeps going at a provider. Its content is personal data. */
export interface AccountRecord<Kind extends RecordKind = RecordKind> {
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly kind: Kind;
  readonly sessionId: string | null;
  /** Undefined: the person was erased. */
  readonly content: RecordContents[Kind] | undefined;
  readonly ground: Ground | null;
  readonly state: RecordState;
  readonly providerId: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date | null;
}
