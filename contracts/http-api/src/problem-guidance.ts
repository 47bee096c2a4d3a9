import type { ProblemCode } from "./problem-codes.ts";

/** What a person who meets a problem wants to know. */
export interface ProblemGuidance {
  /** What happened, in a sentence. */
  readonly happened: string;
  /** What to do next, in a sentence or two. */
  readonly whatToDo: string;
}

const unknownId = (thing: string, where: string): ProblemGuidance => ({
  happened: `No ${thing} with this id exists for your key.`,
  whatToDo: `Check the id: ${where}. Another tenant's ids are answered in the same way.`,
});
const unknownName = (thing: string, where: string): ProblemGuidance => ({
  happened: `No ${thing} with this name is configured.`,
  whatToDo: `Check the spelling: ${where} lists the names.`,
});

/** What happened and what to do, for each code. `/docs/problems` shows it. */
export const problemGuidance: Readonly<Record<ProblemCode, ProblemGuidance>> = {
  malformed_request: {
    happened: "The request breaks the rules of HTTP, or two parties on its way could read it differently.",
    whatToDo:
      "Read `detail`, and look at what your HTTP client or your proxy sends: one `Host` header, one `Authorization` header, one way to tell the body's length.",
  },
  malformed_body: {
    happened:
      "The body is no JSON in UTF-8, names a member twice, or holds a text that cannot be stored, such as a zero byte.",
    whatToDo: "Read `detail`, and serialise the body with a JSON library instead of by hand.",
  },
  invalid_request: {
    happened:
      "The request was understood, and one or more of its values are not allowed. Nothing was changed.",
    whatToDo:
      "Correct every entry of `issues`: `pointer` says where, `message` says what is allowed. Members that the API does not know are refused.",
  },
  idempotency_key_missing: {
    happened: "The request would create a session and has no usable `Idempotency-Key`.",
    whatToDo:
      "Send `Idempotency-Key` with 1 to 255 visible ASCII characters: one value for each session that you want, the same value when you repeat the request.",
  },
  access_reason_missing: {
    happened: "The read needs a reason for the audit log, and `X-Access-Reason` is missing or unusable.",
    whatToDo: "Send `X-Access-Reason` with 1 to 200 characters, such as a ticket number. No personal data.",
  },
  job_not_found: {
    happened: "No job with this id is dead: it may have run, or somebody has retried it already.",
    whatToDo: "`GET /admin/v1/jobs?state=dead` lists those that can be retried.",
  },
  watch_not_found: unknownId("watch", "`GET /v1/watches` lists yours"),
  blocklist_entry_not_found: unknownId("entry", "`GET /v1/blocklist` lists yours"),
  screening_subject_not_found: unknownId("listed person", "it stands in the answer of `POST /v1/screenings`"),
  configuration_not_found: unknownId("configuration", "it stands in the provider's own console"),
  operator_group_not_found: unknownId("group", "`GET …/operator-groups` lists them"),
  facet_unsupported: {
    happened:
      "None of the connections that the request may use offers this: a provider's accounts differ in what they can.",
    whatToDo: "Read `detail`: it names the connections that can, or says that there is none.",
  },
  already_at_provider: {
    happened: "The provider refused because its account has this already, and does not say under which id.",
    whatToDo: "Use what is there, or have it removed in the provider's own console first.",
  },
  picture_unusable: {
    happened:
      "A picture is of another type, too large, cut short, or not a picture. Nothing was sent to a provider.",
    whatToDo:
      "Read `detail`: it says which picture and what is allowed. Send the file as the camera made it.",
  },
  unauthenticated: {
    happened: "The request has no key, or its key is unknown, expired or revoked.",
    whatToDo:
      "Send `Authorization: Bearer <key>`. Products use keys of a tenant, operators use keys of an operator; ask your operator for a new one.",
  },
  webhook_unauthentic: {
    happened: "The webhook's signature, secret or source address is not the provider's. It was not stored.",
    whatToDo:
      "If the provider really sent it, compare the secret in the connection's configuration with the one in the provider's console. `GET /admin/v1/refused-deliveries` counts refusals by reason.",
  },
  scope_missing: {
    happened: "The key is valid and does not have the scope that this operation needs.",
    whatToDo: "`detail` names the scope. Ask your operator for a key that has it.",
  },
  cross_site_request: {
    happened:
      "A change was sent with the cookie of a console session, and nothing proves that the console sent it.",
    whatToDo:
      "Send `X-KYC-Console: 1` from a page of this gateway. A program uses an operator's key instead of the cookie.",
  },
  role_missing: {
    happened: "You are known, and your role as an operator does not allow this operation.",
    whatToDo: "`detail` names the role that it needs. An administrator can give it to you.",
  },
  route_not_found: {
    happened: "No operation exists at this path for this method.",
    whatToDo: "Compare the path and the method with the API reference at `/docs`.",
  },
  session_not_found: unknownId(
    "session",
    "`POST /v1/sessions` answers with it, `GET /v1/sessions` lists yours",
  ),
  applicant_not_found: {
    happened: "Your tenant has no session of this applicant, or the applicant was erased.",
    whatToDo: "Check the applicant's id: it is the one that you sent as `applicant.id`.",
  },
  evidence_not_found: {
    happened: "The session has no file with this id, or the provider holds it no longer.",
    whatToDo: "List the session's files with `GET /v1/sessions/{sessionId}/evidence`.",
  },
  erasure_not_found: unknownId(
    "erasure",
    "the `Location` header of the `DELETE` that asked for it leads to it",
  ),
  legal_hold_not_found: {
    happened: "No legal hold with this id exists.",
    whatToDo: "List the legal holds with `GET /admin/v1/legal-holds`.",
  },
  endpoint_not_found: unknownId("event endpoint", "`GET /v1/event-endpoints` lists yours"),
  event_not_found: {
    happened: "No event with this id is kept for your tenant.",
    whatToDo: "Read the events that are kept with `GET /v1/events`.",
  },
  tenant_not_found: unknownName("tenant", "`GET /admin/v1/tenants`"),
  flow_not_found: unknownName("flow", "`GET /admin/v1/tenants/{tenant}/flows`"),
  key_not_found: {
    happened: "The tenant or endpoint has no key with this id.",
    whatToDo: "List the keys and take the id from there.",
  },
  delivery_not_found: {
    happened: "No stored delivery has this id, or it is older than deliveries are kept.",
    whatToDo: "List the deliveries with `GET /admin/v1/deliveries`.",
  },
  connection_not_found: {
    happened: "No connection has this name, or it belongs to another adapter.",
    whatToDo:
      "`GET /admin/v1/connections` lists the names. Of a webhook: correct the URL in the provider's console to `/webhooks/{adapter}/{connection}`.",
  },
  method_not_allowed: {
    happened: "The path exists and does not take this method.",
    whatToDo: "Use one of the methods in the `Allow` header.",
  },
  request_timeout: {
    happened: "The request did not arrive completely in time.",
    whatToDo: "Send it again over a faster or less busy connection.",
  },
  evidence_unsupported: {
    happened: "The provider of this session gives no files.",
    whatToDo: "Look at the files in the provider's console, or use a provider whose adapter has `evidence`.",
  },
  session_over: {
    happened:
      "The session is decided, in review or expired at the provider: a fresh link would lead nowhere.",
    whatToDo: "Read the session. Where it is expired or rejected, start another one with a new key.",
  },
  launch_unsupported: {
    happened: "The provider of this session cannot make another link into it.",
    whatToDo:
      "Use the link of the session while it lasts; after `lapsesAt` start another session with a new key. Your operator sees in the capability matrix which connections give fresh links.",
  },
  connection_in_use: {
    happened: "Sessions that are not decided yet still need the connection. Nothing was changed.",
    whatToDo:
      "Take the connection out of every flow, wait until its sessions are decided or expired, and remove it then.",
  },
  session_not_startable: {
    happened: "The session that this key created is over, so that it cannot be started any more.",
    whatToDo: "Create a new session with a new `Idempotency-Key`.",
  },
  session_not_decidable: {
    happened: "The provider has reported nothing yet that an operator's decision could be based on.",
    whatToDo: "Wait until the session is `PENDING_REVIEW`, or ask the provider with the refresh operation.",
  },
  idempotency_key_in_use: {
    happened: "An earlier request with the same `Idempotency-Key` has not finished.",
    whatToDo: "Repeat the same request with the same key after `Retry-After`: you get the same session.",
  },
  result_not_available: {
    happened: "The provider has not reported anything about the session yet.",
    whatToDo: "Wait for the event `session.decided`, then read the result.",
  },
  legal_hold: {
    happened: "An operator has put the data under a legal hold. Nothing was erased.",
    whatToDo: "Ask your data protection officer. When the hold is released, ask for the erasure again.",
  },
  endpoint_exists: {
    happened: "Your tenant has an endpoint with this URL already.",
    whatToDo: "Change the existing one (`GET /v1/event-endpoints` lists it), or use another URL.",
  },
  endpoint_limit: {
    happened: "Your tenant has as many endpoints as are allowed.",
    whatToDo: "Remove an endpoint that is not needed, and try again.",
  },
  signing_key_last: {
    happened: "This is the only key that signs the endpoint's events. It was not removed.",
    whatToDo: "Rotate first: the rotation makes a new key. Then remove this one.",
  },
  cursor_expired: {
    happened: "Events after your cursor are no longer kept, so that some were missed.",
    whatToDo:
      "Read the sessions that you care about with `GET /v1/sessions`, then follow the feed again without `after`.",
  },
  session_erased: {
    happened: "The personal data of the session were erased.",
    whatToDo: "Nothing can bring them back. To verify the person again, create a new session.",
  },
  version_changed: {
    happened: "Somebody changed the resource after you read it. Your change was not made.",
    whatToDo: "Read the resource again, apply your change to it, and send the new `ETag` as `If-Match`.",
  },
  payload_too_large: {
    happened: "The body is larger than this operation takes.",
    whatToDo: "Send less. An operator can raise the limit (`KYC_BODY_LIMIT_BYTES`).",
  },
  unsupported_media_type: {
    happened: "The body is no `application/json`, or it is compressed.",
    whatToDo: "Send `Content-Type: application/json` and no `Content-Encoding`.",
  },
  unknown_flow: {
    happened: "Your tenant has no flow with this name. No session was created.",
    whatToDo: "Check `flow`. Your operator configures flows.",
  },
  idempotency_key_reused: {
    happened: "The `Idempotency-Key` was used before, with another body. No session was created.",
    whatToDo: "Use a new key for another session. To repeat a request, send exactly the same body.",
  },
  flow_unsupported: {
    happened: "None of the flow's providers can do what the request asks for. No session was created.",
    whatToDo:
      "Read `detail`, and leave out what is not supported, such as `documentTypes`, or use another flow.",
  },
  rate_limited: {
    happened: "Your tenant sends more requests than its limit allows.",
    whatToDo:
      "Wait for the seconds in `Retry-After`, then send the same request. `RateLimit-Remaining` tells how many are left.",
  },
  headers_too_large: {
    happened: "The request line and headers are too large together.",
    whatToDo: "Send smaller headers: look for large cookies or tracing headers.",
  },
  internal_error: {
    happened: "The gateway failed in a way that it does not know.",
    whatToDo:
      "Send the same request again after a while, with the same `Idempotency-Key`. If it fails again, report `instance`.",
  },
  provider_refused: {
    happened: "The provider did not accept the request. No session was created.",
    whatToDo: "Read `detail`: often a value of the applicant is the cause. Correct it and use a new key.",
  },
  provider_reference_taken: {
    happened:
      "The provider answered a start with the id of a session that exists here already. Two sessions must not share one verdict: nothing was started.",
    whatToDo:
      "Use the earlier session of this applicant, or another flow. Operators: the provider keeps one record for each person; its adapter has to make one for each session.",
  },
  provider_unrecognised: {
    happened:
      "The provider answered in a form that the gateway does not understand. The session keeps its state.",
    whatToDo: "Try again later. If it lasts, tell your operator: the provider may have changed its API.",
  },
  provider_misconfigured: {
    happened: "The provider refused the gateway's credentials or settings.",
    whatToDo:
      "Tell your operator: `kyc-gateway doctor` checks every connection. Repeating the request does not help before it is corrected.",
  },
  provider_outcome_unknown: {
    happened: "The provider did not answer in time, so that it is not known whether a session was created.",
    whatToDo:
      "Send the same request with the same `Idempotency-Key` after `Retry-After`. A new key could create a second session.",
  },
  message_not_taken: {
    happened:
      "The provider asked to send a code or a link to the applicant, and no endpoint of the tenant took it. It was not stored.",
    whatToDo:
      "Providers: send it again. Operators: look at the tenant's endpoints that ask for `applicant.message`, and at `GET /v1/event-endpoints`.",
  },
  provider_unavailable: {
    happened: "No provider of the flow can be reached now. Nothing was created.",
    whatToDo: "Send the same request with the same `Idempotency-Key` after `Retry-After`.",
  },
  overloaded: {
    happened: "The gateway is busy and refused the request before it did any work.",
    whatToDo: "Send the same request again after `Retry-After`.",
  },
  database_unavailable: {
    happened: "The gateway cannot reach its database. Nothing was changed.",
    whatToDo: "Send the same request again after `Retry-After`.",
  },
};
