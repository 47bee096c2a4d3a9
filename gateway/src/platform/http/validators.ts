import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "@sinclair/typebox";
import { oncePerSchema } from "../validation/once-per-schema.ts";
import { isStorableTime } from "./storable-time.ts";

type Part = "strict" | "converting";

/**
 * Bodies are taken at their word: no coercion, no default, nothing removed. Query, path and headers are text by nature,
 * so they alone are converted. A schema is compiled for the first value that it judges: most routes of a process are
 * never asked for.
 */
export const createValidatorCompiler = oncePerSchema(
  (shared: readonly TSchema[]): FastifySchemaCompiler<TSchema> => {
    const prepared = new Map<Part, Ajv>();
    const compile = (part: Part, schema: TSchema): ValidateFunction => {
      const ajv = prepared.get(part) ?? prepare(part, shared);
      prepared.set(part, ajv);
      return ajv.compile(schema);
    };
    return ({ schema, httpPart }) => {
      const part = httpPart === "body" ? "strict" : "converting";
      let validate: ValidateFunction | undefined;
      return withoutValues(() => (validate ??= compile(part, schema)));
    };
  },
);

interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Complaints have their schemas beside them, and not the values that they are about. */
function withoutValues(find: () => ValidateFunction): Validator {
  const validator: Validator = (value) => {
    const validate = find();
    const isValid = validate(value);
    validator.errors = validate.errors?.map(({ data: _data, ...error }) => error) ?? null;
    return isValid;
  };
  return validator;
}

/** That our own schemas are schemas is a test's matter. */
function prepare(part: Part, shared: readonly TSchema[]): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    validateSchema: false,
    ...(part === "converting" ? { coerceTypes: true, useDefaults: true } : {}),
  });
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
