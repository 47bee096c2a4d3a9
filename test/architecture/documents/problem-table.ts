import { problemKinds } from "@kyc-gateway/http-api";
import { code, renderTable } from "./table.ts";

/** Every problem code of the API. */
export function renderProblems(): string {
  const rows = Object.entries(problemKinds).map(([name, { status, title, retryable }]) => [
    code(name),
    String(status),
    title,
    retryable ? "yes" : "",
  ]);
  return renderTable(["`code`", "HTTP", "Meaning", "`retryable`"], rows);
}
