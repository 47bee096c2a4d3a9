import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "@sinclair/typebox";
import { oncePerSchema } from "../validation/once-per-schema.ts";
import { isStorableTime } from "./storable-time.ts";

/**
 * Bodies are taken at their word: no coercion, no default, nothing removed. Query, path and headers are text by nature,
 * so they alone are converted.
 */
export const createValidatorCompiler = oncePerSchema(
  (shared: readonly TSchema[]): FastifySchemaCompiler<TSchema> => {
    const options = { allErrors: true, strict: false, verbose: true } as const;
    const strict = prepare(new Ajv(options), shared);
    const converting = prepare(new Ajv({ ...options, coerceTypes: true, useDefaults: true }), shared);
    return ({ schema, httpPart }) =>
      withoutValues((httpPart === "body" ? strict : converting).compile(schema));
  },
);

interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Complaints have their schemas beside them, and not the values that they are about. */
function withoutValues(validate: ValidateFunction): Validator {
  const validator: Validator = (value) => {
    const isValid = validate(value);
    validator.errors = validate.errors?.map(({ data: _data, ...error }) => error) ?? null;
    return isValid;
  };
  return validator;
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
