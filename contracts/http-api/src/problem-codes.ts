/** What a problem code stands for: its HTTP status, its title, and whether to try again. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
}

/** Every code that the API answers with. The table is the documentation: `/docs` and the README quote it. */
export const problemKinds = {
  malformed_request: { status: 400, title: "The request is not valid HTTP", retryable: false },
  malformed_body: { status: 400, title: "The body cannot be read", retryable: false },
  invalid_request: { status: 400, title: "The request has issues", retryable: false },
  idempotency_key_missing: {
    status: 400,
    title: "The Idempotency-Key header is missing or unusable",
    retryable: false,
  },
  access_reason_missing: {
    status: 400,
    title: "The X-Access-Reason header is missing or unusable",
    retryable: false,
  },
  unauthenticated: { status: 401, title: "No valid credentials", retryable: false },
  webhook_unauthentic: {
    status: 401,
    title: "The delivery is not proven to be the provider's",
    retryable: false,
  },
  scope_missing: { status: 403, title: "The key lacks the scope", retryable: false },
  cross_site_request: { status: 403, title: "The request does not come from the console", retryable: false },
  role_missing: { status: 403, title: "The operator's role may not do this", retryable: false },
  route_not_found: { status: 404, title: "There is no such route", retryable: false },
  session_not_found: { status: 404, title: "There is no such session", retryable: false },
  applicant_not_found: { status: 404, title: "There is no such applicant", retryable: false },
  evidence_not_found: { status: 404, title: "There is no such evidence", retryable: false },
  erasure_not_found: { status: 404, title: "There is no such erasure", retryable: false },
  legal_hold_not_found: { status: 404, title: "There is no such legal hold", retryable: false },
  endpoint_not_found: { status: 404, title: "There is no such endpoint", retryable: false },
  event_not_found: { status: 404, title: "There is no such event", retryable: false },
  tenant_not_found: { status: 404, title: "There is no such tenant", retryable: false },
  flow_not_found: { status: 404, title: "There is no such flow", retryable: false },
  key_not_found: { status: 404, title: "There is no such key", retryable: false },
  job_not_found: { status: 404, title: "There is no such dead job", retryable: false },
  delivery_not_found: { status: 404, title: "There is no such delivery", retryable: false },
  connection_not_found: { status: 404, title: "There is no such connection", retryable: false },
  watch_not_found: { status: 404, title: "There is no such watch", retryable: false },
  blocklist_entry_not_found: { status: 404, title: "There is no such entry", retryable: false },
  screening_subject_not_found: { status: 404, title: "The lists have nobody of this id", retryable: false },
  configuration_not_found: { status: 404, title: "The account has no such configuration", retryable: false },
  operator_group_not_found: { status: 404, title: "The account has no such group", retryable: false },
  method_not_allowed: { status: 405, title: "The address does not accept this method", retryable: false },
  request_timeout: { status: 408, title: "The request came too slowly", retryable: true },
  evidence_unsupported: { status: 409, title: "The session's provider offers no evidence", retryable: false },
  facet_unsupported: { status: 409, title: "The provider does not offer this", retryable: false },
  already_at_provider: { status: 409, title: "The provider's account has this already", retryable: false },
  session_over: {
    status: 409,
    title: "The session is over, or the applicant has nothing left to do",
    retryable: false,
  },
  launch_unsupported: {
    status: 409,
    title: "The session's provider gives no fresh link",
    retryable: false,
  },
  connection_in_use: { status: 409, title: "The connection has open sessions", retryable: false },
  session_not_startable: { status: 409, title: "The session can no longer be started", retryable: false },
  session_not_decidable: {
    status: 409,
    title: "There is nothing yet that a decision could be based on",
    retryable: false,
  },
  idempotency_key_in_use: {
    status: 409,
    title: "A request with this key is being processed",
    retryable: true,
  },
  result_not_available: {
    status: 409,
    title: "Nothing has been reported about the session yet",
    retryable: true,
  },
  legal_hold: { status: 409, title: "A legal hold keeps the data", retryable: false },
  endpoint_exists: { status: 409, title: "There is an endpoint with this URL already", retryable: false },
  endpoint_limit: { status: 409, title: "The largest number of endpoints is reached", retryable: false },
  signing_key_last: { status: 409, title: "An endpoint needs a key that signs", retryable: false },
  cursor_expired: { status: 410, title: "Events behind the cursor are no longer kept", retryable: false },
  session_erased: { status: 410, title: "The session's data are erased", retryable: false },
  version_changed: { status: 412, title: "It is another version now", retryable: false },
  payload_too_large: { status: 413, title: "The body is too large", retryable: false },
  unsupported_media_type: { status: 415, title: "The media type is not supported", retryable: false },
  picture_unusable: { status: 422, title: "The picture cannot be used", retryable: false },
  unknown_flow: { status: 422, title: "There is no such flow", retryable: false },
  idempotency_key_reused: { status: 422, title: "The key was used with another request", retryable: false },
  flow_unsupported: { status: 422, title: "No provider of the flow can do what was asked", retryable: false },
  rate_limited: { status: 429, title: "Too many requests", retryable: true },
  headers_too_large: { status: 431, title: "The request's head is too large", retryable: false },
  internal_error: { status: 500, title: "The gateway failed", retryable: true },
  provider_refused: { status: 502, title: "The provider refused the request", retryable: false },
  provider_reference_taken: {
    status: 502,
    title: "The provider gave a session that another one has already",
    retryable: false,
  },
  provider_unrecognised: { status: 502, title: "The provider's answer was not understood", retryable: true },
  provider_misconfigured: {
    status: 502,
    title: "The connection to the provider is misconfigured",
    retryable: false,
  },
  provider_outcome_unknown: {
    status: 503,
    title: "It is not known whether the provider created a session",
    retryable: true,
  },
  message_not_taken: {
    status: 503,
    title: "The tenant's endpoint did not take the message for the applicant",
    retryable: true,
  },
  provider_unavailable: { status: 503, title: "No provider of the flow is available", retryable: true },
  overloaded: { status: 503, title: "The gateway is shedding load", retryable: true },
  database_unavailable: { status: 503, title: "The database is not available", retryable: true },
} as const satisfies Record<string, ProblemKind>;

/** A stable problem code. */
export type ProblemCode = keyof typeof problemKinds;
