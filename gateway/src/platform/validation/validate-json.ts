import type { JsonSchema, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** Checks a value against a manifest's schema; fills defaults in. Gives every issue, never a value. */
export type JsonCheck = (value: unknown) => readonly ValidationIssue[];

/** A schema checker that refuses schemas with unknown keywords, so that a misspelt `x-secret` does not pass. */
export function createSchemaCompiler(): (schema: JsonSchema) => JsonCheck {
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
  return (schema) => {
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? [] : describe(validate));
  };
}

function describe(validate: ValidateFunction): readonly ValidationIssue[] {
  const issues = (validate.errors ?? []).map(toIssue);
  return [...new Map(issues.map((issue) => [`${issue.pointer} ${issue.code}`, issue])).values()];
}

/** One complaint of a schema, without any value. An unknown or missing member is the issue of its own place, not of the object around it. */
export function toIssue({ instancePath, keyword, params, message }: ErrorObject): ValidationIssue {
  const member =
    (params as { missingProperty?: string; additionalProperty?: string; propertyName?: string })
      .missingProperty ?? (params as { additionalProperty?: string }).additionalProperty;
  return {
    pointer: member === undefined ? instancePath : `${instancePath}/${escapePointer(member)}`,
    code: mistakeCodes[keyword] ?? "invalid",
    message: explain(keyword, message),
  };
}

const mistakeCodes: Readonly<Record<string, string>> = {
  required: "required",
  additionalProperties: "unknown_member",
  unevaluatedProperties: "unknown_member",
  type: "wrong_type",
  enum: "not_allowed",
  const: "not_allowed",
  format: "wrong_format",
  pattern: "wrong_format",
  minLength: "too_short",
  maxLength: "too_long",
  minimum: "too_small",
  maximum: "too_large",
  minItems: "too_few",
  maxItems: "too_many",
  uniqueItems: "not_unique",
};

function explain(keyword: string, message: string | undefined): string {
  if (keyword === "required") return "is required";
  if (keyword === "additionalProperties") return "is not known here";
  return message ?? "is not valid";
}

function escapePointer(member: string): string {
  return member.replaceAll("~", "~0").replaceAll("/", "~1");
}
