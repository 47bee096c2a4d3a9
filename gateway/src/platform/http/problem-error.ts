import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { problemKinds, type Problem, type ProblemCode } from "@kyc-gateway/http-api";
import { endSentence } from "../validation/end-sentence.ts";

interface ProblemDetails {
  readonly detail?: string | undefined;
  readonly issues?: readonly ValidationIssue[];
  readonly retryAfterMs?: number | undefined;
}

/** Thrown anywhere in a request: becomes the answer of its code. Holds no personal data. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? problemKinds[code].title);
    this.name = "ProblemError";
    this.code = code;
    this.details = details;
  }
}

/** The body of a problem's answer. */
export function toProblem({ code, details }: ProblemError, requestId: string): Problem {
  const { status, title, retryable } = problemKinds[code];
  return {
    type: `/docs/problems#${code}`,
    title,
    status,
    code,
    retryable,
    ...(details.detail === undefined ? {} : { detail: endSentence(details.detail) }),
    instance: requestId,
    ...(details.issues === undefined || details.issues.length === 0
      ? {}
      : {
          issues: details.issues.map((issue) => ({
            ...issue,
            message: endSentence(issue.message),
          })),
        }),
  };
}
