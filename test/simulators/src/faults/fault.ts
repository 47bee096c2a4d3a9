/** A delay: fixed, uniform between two bounds, or log-normal given by its median and 99th percentile. */
export type Delay =
  | { readonly ms: number }
  | { readonly minMs: number; readonly maxMs: number }
  | { readonly medianMs: number; readonly p99Ms: number };

/** How `Retry-After` is written: seconds from now, as a number or as an HTTP date. */
export interface RetryAfter {
  readonly seconds: number;
  readonly as?: "seconds" | "date";
}

/** What goes wrong with an answer. `takesEffect`: the operation is carried out although its answer is spoilt. */
export type RequestFault =
  | { readonly kind: "latency"; readonly delay: Delay }
  | { readonly kind: "hang"; readonly takesEffect?: boolean }
  | { readonly kind: "rate_limited"; readonly retryAfter?: RetryAfter }
  | {
      readonly kind: "server_error";
      readonly status?: number;
      readonly retryAfter?: RetryAfter;
      readonly takesEffect?: boolean;
    }
  | { readonly kind: "reset"; readonly at: "before_headers" | "mid_body"; readonly takesEffect?: boolean }
  | { readonly kind: "garbage"; readonly shape: GarbageShape; readonly takesEffect?: boolean };

export type GarbageShape = "html" | "truncated_json" | "wrong_content_type" | "huge_body" | "unknown_status";

/** What goes wrong with a callback on its way. A forged one travels beside the genuine one unless it replaces it. */
export type CallbackFault =
  | { readonly kind: "lost" }
  | { readonly kind: "duplicated"; readonly copies?: number }
  | { readonly kind: "late"; readonly ms: number }
  | { readonly kind: "reordered"; readonly holdMs?: number }
  | { readonly kind: "forged"; readonly how: Forgery; readonly replaces?: boolean };

export type Forgery = "wrong_key" | "wrong_signature" | "tampered_body";
export type Fault = RequestFault | CallbackFault;
export type FaultKind = Fault["kind"];

/** When a fault strikes. Without `next` it stands until removed; without the other members it strikes everything. */
export interface FaultRule {
  readonly fault: Fault;
  /** An operation's name, or a callback's type for callback faults. */
  readonly operation?: string;
  readonly sessionId?: string;
  /** How many more times it strikes. */
  readonly next?: number;
  /** From 0 to 1; absent: always. */
  readonly probability?: number;
}

export interface StandingRule extends FaultRule {
  readonly id: string;
  readonly struck: number;
}

const callbackKinds = {
  latency: false,
  hang: false,
  rate_limited: false,
  server_error: false,
  reset: false,
  garbage: false,
  lost: true,
  duplicated: true,
  late: true,
  reordered: true,
  forged: true,
} satisfies Record<FaultKind, boolean>;

export function isCallbackFault(fault: Fault): fault is CallbackFault {
  return callbackKinds[fault.kind];
}
