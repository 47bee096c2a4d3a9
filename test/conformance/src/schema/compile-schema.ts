import type { JsonSchema, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { Ajv } from "ajv";
import type { ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import { escapeStep } from "../subject/json-pointer.ts";

/** Checks a value, filling defaults in, as the gateway does: strict about keywords, so that a misspelt one does not pass. */
export type SchemaCheck = (value: unknown) => readonly ValidationIssue[];

const compiled = new WeakMap<JsonSchema, SchemaCheck>();

/** Throws where the schema is not valid. */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const check = compiled.get(schema) ?? compileAnew(schema);
  compiled.set(schema, check);
  return check;
}

function compileAnew(schema: JsonSchema): SchemaCheck {
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    discriminator: true,
  });
  addFormats.default(ajv);
  for (const keyword of ["x-secret", "x-development-only"])
    ajv.addKeyword({ keyword, schemaType: "boolean" });
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(toIssue));
}

/** An unknown or missing member is the issue of its own place, not of the object around it. */
function toIssue({ instancePath, keyword, params, message }: ErrorObject): ValidationIssue {
  const { missingProperty, additionalProperty } = params as Readonly<Record<string, string | undefined>>;
  const member = missingProperty ?? additionalProperty;
  return {
    pointer: member === undefined ? instancePath : `${instancePath}/${escapeStep(member)}`,
    code: keyword,
    message: message ?? "is not valid",
  };
}
