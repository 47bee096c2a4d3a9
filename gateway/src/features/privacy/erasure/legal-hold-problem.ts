import { ProblemError } from "../../../platform/http/problem-error.ts";
import { LegalHoldError } from "./erasure.ts";

/** The problem of an erasure that a legal hold prevents; undefined: the error is another one. */
export function toLegalHoldProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof LegalHoldError)) return undefined;
  return new ProblemError("legal_hold", {
    detail: "Nothing was erased. An operator can see why, and release the hold.",
  });
}
