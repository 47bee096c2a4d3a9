import type { Problem, ProblemCode, ProblemIssue, UnknownWord } from "./types.ts";

interface Circumstances {
  /** Quote it when you ask for help; undefined where a proxy took it out. */
  readonly requestId?: string | undefined;
  /** The key of a start: repeat with it, and there is one session. */
  readonly idempotencyKey?: string | undefined;
  /** How long the gateway wants you to wait. */
  readonly retryAfterMs?: number | undefined;
}

/** The gateway refused the request, or failed. Decide by `code`. */
export class KycProblemError extends Error {
  override readonly name = "KycProblemError";
  readonly status: number;
  readonly code: ProblemCode | UnknownWord;
  /** Whether the same request may succeed later. It was repeated already, as often as the client was told to. */
  readonly retryable: boolean;
  readonly detail: string | undefined;
  /** Every place of the request that must change. */
  readonly issues: readonly ProblemIssue[];
  readonly requestId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, { requestId, idempotencyKey, retryAfterMs }: Circumstances) {
    super(describeProblem(problem, requestId));
    this.status = problem.status;
    this.code = problem.code;
    this.retryable = problem.retryable;
    this.detail = problem.detail;
    this.issues = problem.issues ?? [];
    this.requestId = requestId;
    this.idempotencyKey = idempotencyKey;
    this.retryAfterMs = retryAfterMs;
  }
}

function describeProblem({ code, title, detail, issues = [] }: Problem, requestId?: string): string {
  const places = issues.map(({ pointer, message }) => `${pointer} ${message}`).join("; ");
  const parts = [`${title} (${code}).`, detail, places, requestId && `Request ${requestId}.`];
  return parts.filter(Boolean).join(" ");
}

/** Whether an error is a problem of the gateway; with codes, whether it is one of these. */
export function isProblem(
  error: unknown,
  ...codes: readonly (ProblemCode | UnknownWord)[]
): error is KycProblemError {
  return error instanceof KycProblemError && (codes.length === 0 || codes.includes(error.code));
}

/**
 * - `unreachable`: no answer came; whether the request arrived is not known
 * - `timed_out`: no answer came in time; whether the request arrived is not known
 * - `cut_off`: the answer ended before its end
 * - `not_the_gateway`: somebody else answered, such as a proxy
 */
export type ConnectionFailure = "unreachable" | "timed_out" | "cut_off" | "not_the_gateway";

/** No answer of the gateway came. A start that is repeated with the same `idempotencyKey` makes one session. */
export class KycConnectionError extends Error {
  override readonly name = "KycConnectionError";
  readonly failure: ConnectionFailure;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Of an answer that is not the gateway's. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    failure: ConnectionFailure,
    message: string,
    about: Circumstances & {
      readonly status?: number;
      readonly retryable?: boolean;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: about.cause });
    this.failure = failure;
    this.retryable = about.retryable ?? true;
    this.status = about.status;
    this.requestId = about.requestId;
    this.idempotencyKey = about.idempotencyKey;
    this.retryAfterMs = about.retryAfterMs;
  }
}

/**
 * - `header_missing`: one of the three headers is not there, or twice
 * - `clock_differs`: it was signed too long ago or ahead: an old request, or one of the two clocks is wrong
 * - `signature_mismatch`: nothing in it was signed with one of your keys: answer with 401
 * - `key_unusable`: your key is none: correct your settings
 * - `body_unreadable`: it is signed, and is not an event
 */
export type SignatureFailure =
  | "header_missing"
  | "clock_differs"
  | "signature_mismatch"
  | "key_unusable"
  | "body_unreadable";

/** A POST is not proven to be an event of the gateway. */
export class KycSignatureError extends Error {
  override readonly name = "KycSignatureError";
  readonly failure: SignatureFailure;

  constructor(failure: SignatureFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
