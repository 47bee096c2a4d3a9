import { problemGuidance, problemKinds, type ProblemCode } from "@kyc-gateway/http-api";
import { code, renderTable } from "./table.ts";

/** Every problem code of the API: what happened, and what to do. */
export function renderProblems(): string {
  const rows = Object.entries(problemKinds).map(([name, { status, retryable }]) => {
    const { happened, whatToDo } = problemGuidance[name as ProblemCode];
    return [code(name), String(status), happened, whatToDo, retryable ? "yes" : ""];
  });
  return renderTable(["`code`", "HTTP", "What happened", "What to do", "`retryable`"], rows);
}
