import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "@sinclair/typebox";

/**
 * Bodies are taken at their word: no coercion, no default, nothing removed. Query, path and headers are text by nature,
 * so they alone are converted.
 */
export function createValidatorCompiler(shared: readonly TSchema[]): FastifySchemaCompiler<TSchema> {
  const strict = prepare(new Ajv({ allErrors: true, strict: false }), shared);
  const converting = prepare(
    new Ajv({ allErrors: true, strict: false, coerceTypes: true, useDefaults: true }),
    shared,
  );
  return ({ schema, httpPart }) => (httpPart === "body" ? strict : converting).compile(schema);
}

function prepare(ajv: Ajv, shared: readonly TSchema[]): Ajv {
  addFormats.default(ajv);
  for (const schema of shared) ajv.addSchema(schema);
  return ajv;
}
