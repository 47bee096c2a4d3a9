import type { Mistake } from "@kyc-gateway/adapter-spec/v1";
import type { FastifySchemaValidationError } from "fastify";
import { toMistake } from "../validation/validate-json.ts";

/** A schema's complaints about a request: JSON pointers for a body, names for query, path and headers. */
export function describeValidation(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): Mistake[] {
  const mistakes = errors.map((error) =>
    locate(toMistake(error as Parameters<typeof toMistake>[0]), context),
  );
  return [...new Map(mistakes.map((mistake) => [`${mistake.pointer} ${mistake.code}`, mistake])).values()];
}

function locate(mistake: Mistake, context: string | undefined): Mistake {
  if (context === undefined || context === "body") return mistake;
  const place = { querystring: "query", params: "path", headers: "header" }[context] ?? context;
  return { ...mistake, pointer: `${place} ${mistake.pointer.slice(1)}`.trim() };
}
