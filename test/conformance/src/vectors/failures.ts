import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import type { Fault } from "../stage/fault.ts";
import { conformanceNowMs } from "../subject/samples.ts";
import type { OperationName } from "../subject/samples.ts";

/** One way a provider call fails, and the codes that say so. */
export interface Failure {
  readonly name: string;
  readonly fault: Fault;
  readonly codes: readonly AdapterErrorCode[];
  /** Operations of which it says something more exact. */
  readonly codesOf?: Partial<Record<OperationName, readonly AdapterErrorCode[]>>;
  /** Milliseconds that the error must carry. */
  readonly retryAfterMs?: number;
  /** `requestSent` must come through as the host gave it. */
  readonly isUnsent?: true;
  /** Operations that may succeed all the same, each for a reason of its own. */
  readonly mayResolve?: readonly OperationName[];
}

const html = "<!doctype html><html><body><h1>Maintenance</h1></body></html>";
const jsonHeaders = { "content-type": "application/json" };

function answerWith(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: "answer", status, headers: { ...jsonHeaders, ...headers }, text: "{}" };
}

function answerText(status: number, type: string, text: string): Fault {
  return { kind: "answer", status, headers: { "content-type": type }, text };
}

/** What is not there is erased already; a health check may ask for what nobody has. */
const goneIsFine: readonly OperationName[] = ["erase", "checkHealth"];
/** An operation whose answer says nothing that it needs. */
const bodyIsNothing: readonly OperationName[] = ["erase", "checkHealth"];

/** How answers and connections fail, whatever the provider. */
export const failures: readonly Failure[] = [
  { name: "400", fault: answerWith(400), codes: ["request_rejected"] },
  { name: "409", fault: answerWith(409), codes: ["request_rejected", "conflict"] },
  { name: "422", fault: answerWith(422), codes: ["request_rejected"] },
  { name: "401", fault: answerWith(401), codes: ["credentials_rejected"] },
  { name: "403", fault: answerWith(403), codes: ["credentials_rejected"] },
  { name: "402", fault: answerWith(402), codes: ["quota_exhausted", "request_rejected"] },
  {
    name: "404",
    fault: answerWith(404),
    codes: ["session_unknown", "not_found", "request_rejected", "settings_invalid"],
    codesOf: { "evidence.open": ["not_found", "session_unknown"] },
    mayResolve: goneIsFine,
  },
  { name: "429", fault: answerWith(429), codes: ["rate_limited"] },
  {
    name: "429 with Retry-After in seconds",
    fault: answerWith(429, { "retry-after": "37" }),
    codes: ["rate_limited"],
    retryAfterMs: 37_000,
  },
  {
    name: "429 with Retry-After as a date",
    fault: answerWith(429, { "retry-after": new Date(conformanceNowMs + 90_000).toUTCString() }),
    codes: ["rate_limited"],
    retryAfterMs: 90_000,
  },
  {
    name: "429 with a Retry-After that says nothing",
    fault: answerWith(429, { "retry-after": "soon" }),
    codes: ["rate_limited"],
  },
  { name: "500", fault: answerWith(500), codes: ["unavailable"] },
  { name: "502 with HTML", fault: answerText(502, "text/html", html), codes: ["unavailable"] },
  { name: "503", fault: answerWith(503), codes: ["unavailable"] },
  {
    name: "503 with Retry-After",
    fault: answerWith(503, { "retry-after": "5" }),
    codes: ["unavailable"],
    retryAfterMs: 5_000,
  },
  { name: "504", fault: answerWith(504), codes: ["timeout", "unavailable"] },
  { name: "408", fault: answerWith(408), codes: ["timeout", "unavailable"] },
  { name: "a deadline that passes", fault: { kind: "timeout" }, codes: ["timeout"] },
  {
    name: "a connection that is refused",
    fault: { kind: "unreachable" },
    codes: ["unavailable"],
    isUnsent: true,
  },
  { name: "an answer that breaks off", fault: { kind: "broken_body" }, codes: ["unavailable"] },
  {
    name: "200 with HTML",
    fault: answerText(200, "text/html", html),
    codes: ["response_unrecognised"],
    mayResolve: [],
  },
  {
    name: "200 with nothing",
    fault: answerText(200, "application/json", ""),
    codes: ["response_unrecognised"],
    mayResolve: bodyIsNothing,
  },
  {
    name: "200 with half of the answer",
    fault: { kind: "truncated_body" },
    codes: ["response_unrecognised"],
    // Of half a medium nothing tells that it is half.
    mayResolve: [...bodyIsNothing, "evidence.open"],
  },
  {
    name: "200 with null",
    fault: answerText(200, "application/json", "null"),
    codes: ["response_unrecognised"],
    mayResolve: [...bodyIsNothing, "evidence.list"],
  },
  {
    name: "200 with a list",
    fault: answerText(200, "application/json", "[]"),
    codes: ["response_unrecognised"],
    mayResolve: [...bodyIsNothing, "evidence.list"],
  },
  {
    name: "200 with an empty object",
    fault: answerText(200, "application/json", "{}"),
    codes: ["response_unrecognised"],
    mayResolve: [...bodyIsNothing, "evidence.list"],
  },
  {
    name: "a redirect",
    fault: answerWith(302, { location: "/login" }),
    codes: ["response_unrecognised", "request_rejected", "unavailable"],
  },
  {
    name: "an answer without end",
    fault: { kind: "huge_body" },
    codes: ["response_unrecognised"],
    mayResolve: bodyIsNothing,
  },
];
