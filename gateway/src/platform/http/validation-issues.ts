import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { FastifySchemaValidationError } from "fastify";
import { toIssue } from "../validation/validate-json.ts";

/** A schema's complaints about a request: JSON pointers for a body, names for query, path and headers. */
export function describeValidation(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): ValidationIssue[] {
  const issues = errors.map((error) => locate(toIssue(error as Parameters<typeof toIssue>[0]), context));
  return [...new Map(issues.map((issue) => [`${issue.pointer} ${issue.code}`, issue])).values()];
}

function locate(issue: ValidationIssue, context: string | undefined): ValidationIssue {
  if (context === undefined || context === "body") return issue;
  const place = { querystring: "query", params: "path", headers: "header" }[context] ?? context;
  return { ...issue, pointer: `${place} ${issue.pointer.slice(1)}`.trim() };
}
