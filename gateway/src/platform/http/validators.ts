import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "@sinclair/typebox";
import { isStorableTime } from "./storable-time.ts";

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
  refuseImpossibleTimes(ajv);
  for (const schema of shared) ajv.addSchema(schema);
  return ajv;
}

/** RFC 3339 knows leap seconds and the year 0; neither our clock nor the database does. */
function refuseImpossibleTimes(ajv: Ajv): void {
  const { validate } = ajv.formats["date-time"] as { validate: (text: string) => boolean };
  ajv.addFormat("date-time", (text: string) => validate(text) && isStorableTime(new Date(text)));
}
