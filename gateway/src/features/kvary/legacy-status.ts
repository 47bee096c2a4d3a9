import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";

/** Kvary's own words for where a person stands. */
export type LegacyStatus = "UNVERIFIED" | "PENDING" | "VERIFIED" | "REJECTED";

/** "Legacy compatibility" of the integration document; NOT_STARTED is UNVERIFIED, because nothing is under way. */
export const legacyStatus = {
  NOT_STARTED: "UNVERIFIED",
  SESSION_CREATED: "PENDING",
  IN_PROGRESS: "PENDING",
  PENDING_REVIEW: "PENDING",
  APPROVED: "VERIFIED",
  REJECTED: "REJECTED",
  EXPIRED: "UNVERIFIED",
} as const satisfies Record<SessionStatus, LegacyStatus>;
