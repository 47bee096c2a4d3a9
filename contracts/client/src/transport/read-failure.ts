import { KycConnectionError, KycProblemError } from "../errors.ts";
import type { Problem } from "../types.ts";
import { readRetryAfter } from "./retry-delay.ts";

const retryableStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** The error of an answer that is no success. What a proxy takes out of its head is found in its body where it can be. */
export function readFailure(request: Request, { status, headers }: Response, text: string): Error {
  const problem = parseProblem(status, text);
  const requestId = headers.get("x-request-id") ?? problem?.instance;
  const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
  const retryAfterMs = readRetryAfter(headers, Date.now());
  const about = { requestId, idempotencyKey, retryAfterMs };
  if (problem !== undefined) return new KycProblemError(explainLostHeader(problem, request), about);
  const message = `The answer with the status ${status} is not the gateway's: look at the address and at the proxies in between.`;
  const retryable = retryableStatuses.has(status);
  return new KycConnectionError("not_the_gateway", message, { ...about, status, retryable });
}

/** By its members alone: a proxy may have changed the content type. */
function parseProblem(status: number, text: string): Problem | undefined {
  const body = parseObject(text);
  if (typeof body?.["code"] !== "string" || typeof body["title"] !== "string") return undefined;
  const retryable =
    typeof body["retryable"] === "boolean" ? body["retryable"] : retryableStatuses.has(status);
  const issues: unknown[] = Array.isArray(body["issues"]) ? body["issues"] : [];
  return { ...body, status, retryable, issues } as unknown as Problem;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const requiredHeaders: Readonly<Record<string, string>> = {
  idempotency_key_missing: "idempotency-key",
  access_reason_missing: "x-access-reason",
};

/** The gateway misses a header that was sent: only what is in between can have taken it. */
function explainLostHeader(problem: Problem, request: Request): Problem {
  const name = requiredHeaders[problem.code];
  if (name === undefined || !request.headers.has(name)) return problem;
  const detail = `${problem.detail ?? ""} The client sent ${name}: a proxy on the way takes it out.`.trim();
  return { ...problem, detail };
}
