import type { JsonSchema, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describeSchemaErrors } from "./describe-schema-errors.ts";
import { oncePerSchema } from "./once-per-schema.ts";

/** Checks a value against a manifest's schema; fills defaults in. Gives every issue, never a value. */
export type JsonCheck = (value: unknown) => readonly ValidationIssue[];

/** Refuses schemas with unknown keywords, so that a misspelt `x-secret` does not pass. */
export const compileSchema = oncePerSchema((schema: JsonSchema): JsonCheck => {
  const validate = prepareAjv().compile(schema);
  return (value) => (validate(value) ? [] : describeSchemaErrors(validate.errors ?? []));
});

/** Why this is no schema, as far as that shows without compiling it; undefined: it is one. */
export function findSchemaFault(schema: JsonSchema): string | undefined {
  const ajv = prepareAjv();
  return ajv.validateSchema(schema) === true ? undefined : ajv.errorsText();
}

function prepareAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    discriminator: true,
    verbose: true,
    // Twice as fast to compile, and a check is run a few times at most.
    code: { optimize: false },
  });
  addFormats.default(ajv);
  for (const keyword of ["x-secret", "x-development-only"])
    ajv.addKeyword({ keyword, schemaType: "boolean" });
  for (const keyword of ["x-allowed", "x-allowed-names"]) ajv.addKeyword({ keyword, schemaType: "string" });
  return ajv;
}
