import type { WebhookFault } from "./webhook.ts";

/**
 * Why a provider call failed. Closed: the host decides about retries, fallback and breakers by this code alone.
 * `session_unknown`: the provider has no such session. `not_found`: it has the session, or was not asked for one, and does not
 * have the thing that was asked for. `conflict`: the thing exists already, or is in a state that forbids the request.
 */
export type AdapterErrorCode =
  | "timeout"
  | "unavailable"
  | "rate_limited"
  | "quota_exhausted"
  | "credentials_rejected"
  | "settings_invalid"
  | "request_rejected"
  | "unsupported"
  | "session_unknown"
  | "not_found"
  | "conflict"
  | "response_unrecognised"
  | "webhook_unauthentic";

/** The key of the brand, for `Symbol.for`: it is recognised across two copies of a package. */
export type AdapterErrorBrand = "kyc-gateway.adapter-error.v1";

/** What a thrown adapter error carries beside its brand. Never a provider's body, never personal data. */
export interface AdapterErrorFields {
  readonly code: AdapterErrorCode;
  /** For people: what happened, with which operation. No personal data. */
  readonly message: string;
  /** Milliseconds, where the provider said when to come back. */
  readonly retryAfterMs?: number;
  /** HTTP status of the provider's answer, where there was one. */
  readonly httpStatus?: number;
  /** The provider's own error code, never prose. */
  readonly providerCode?: string;
  /** With `webhook_unauthentic`: why. Absent: `wrong`. */
  readonly webhookFault?: WebhookFault;
  /** `false` when it is known that no byte of the request was written; absent when unknown. */
  readonly requestSent?: boolean;
}
