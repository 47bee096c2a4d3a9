import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { FastifySchemaValidationError } from "fastify";
import type { ErrorObject } from "ajv";
import { describeSchemaErrors } from "../validation/describe-schema-errors.ts";

/** A schema's complaints about a request: JSON pointers for a body, names for query, path and headers. */
export function describeValidation(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): ValidationIssue[] {
  return describeSchemaErrors(errors as unknown as readonly ErrorObject[]).map((issue) =>
    locate(issue, context),
  );
}

function locate(issue: ValidationIssue, context: string | undefined): ValidationIssue {
  if (context === undefined || context === "body") return issue;
  const place = { querystring: "query", params: "path", headers: "header" }[context] ?? context;
  return { ...issue, pointer: `${place} ${issue.pointer.slice(1)}`.trim() };
}
