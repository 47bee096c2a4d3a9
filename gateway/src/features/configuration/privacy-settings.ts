import type { PrivacyConfiguration } from "@kyc-gateway/http-api";

/** The classes of data that a tenant can limit in time. */
export const retentionClasses = [
  "claims",
  "deliveries",
  "timeline",
  "events",
  "watches",
  "blocklist",
  "sessions",
] as const;
/** One of them. */
export type RetentionClass = (typeof retentionClasses)[number];

/** What a tenant demands for its people's data. */
export interface PrivacySettings {
  /** Whether a read of claims or evidence must say why. */
  readonly isAccessReasonRequired: boolean;
  /** Days that each class of data is kept; an absent one has no limit of the tenant's own. */
  readonly retentionDays: Readonly<Partial<Record<RetentionClass, number>>>;
}

/** As a row holds it: what is not said is left out. */
export type StoredPrivacy = Partial<PrivacySettings>;

/** With nothing left out. */
export function completePrivacy(given: PrivacyConfiguration | StoredPrivacy = {}): PrivacySettings {
  const { isAccessReasonRequired = false, retentionDays = {} } = given;
  return { isAccessReasonRequired, retentionDays };
}
