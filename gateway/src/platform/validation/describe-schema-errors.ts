import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { ErrorObject } from "ajv";
import { escapeToken, isWithin } from "./json-pointer.ts";
import { describeAllowed, listChoices, type DescribableSchema } from "./describe-allowed.ts";

/** A complaint of ajv, made with `verbose`: it has the schema beside it. */
type SchemaError = Pick<ErrorObject, "instancePath" | "keyword" | "params" | "parentSchema">;

interface Schema extends DescribableSchema {
  readonly properties?: Readonly<Record<string, DescribableSchema>>;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** What the names of members may be, in words that complete "names must be …". */
  readonly "x-allowed-names"?: string;
}

const codes: Readonly<Record<string, string>> = {
  required: "required",
  additionalProperties: "unknown_member",
  unevaluatedProperties: "unknown_member",
  type: "wrong_type",
  enum: "not_allowed",
  const: "not_allowed",
  discriminator: "not_allowed",
  format: "wrong_format",
  pattern: "wrong_format",
  minLength: "too_short",
  maxLength: "too_long",
  minimum: "too_small",
  maximum: "too_large",
  minItems: "too_few",
  maxItems: "too_many",
  minProperties: "too_few",
  maxProperties: "too_many",
  uniqueItems: "not_unique",
};

const unions: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);
const aboutMembers: ReadonlySet<string> = new Set([
  "required",
  "additionalProperties",
  "unevaluatedProperties",
]);

/** Every complaint once, each with what is allowed there and without any value. */
export function describeSchemaErrors(errors: readonly SchemaError[]): readonly ValidationIssue[] {
  const issues = mergeUnions(errors).map(toIssue);
  return [...new Map(issues.map((issue) => [`${issue.pointer} ${issue.code}`, issue])).values()];
}

/**
 * A value that fits no branch of a union gets one complaint of each branch. They are one issue, unless a branch fits but
 * for something within the value.
 */
function mergeUnions(errors: readonly SchemaError[]): readonly SchemaError[] {
  let merged = errors;
  for (const union of errors.filter(({ keyword }) => unions.has(keyword))) {
    const at = union.instancePath;
    const isHere = (error: SchemaError) => error.instancePath === at && !aboutMembers.has(error.keyword);
    const isInside = merged.some((error) => isWithin(error.instancePath, at) && !isHere(error));
    merged = merged.filter((error) => !isHere(error) || (!isInside && error === union));
  }
  return merged;
}

/** An unknown or missing member is the issue of its own place, not of the object around it. */
function toIssue({ instancePath, keyword, params, parentSchema }: SchemaError): ValidationIssue {
  const schema = (parentSchema ?? {}) as Schema;
  const { missingProperty, additionalProperty, tag } = params as {
    readonly missingProperty?: string;
    readonly additionalProperty?: string;
    readonly tag?: string;
  };
  const member = missingProperty ?? additionalProperty ?? tag;
  return {
    pointer: member === undefined ? instancePath : `${instancePath}/${escapeToken(member)}`,
    code: codes[keyword] ?? (listChoices(schema) === undefined ? "invalid" : "not_allowed"),
    message: explain(keyword, schema, member),
  };
}

function explain(keyword: string, schema: Schema, member: string | undefined): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
      return explainUnknown(schema);
    case "uniqueItems":
      return "must not hold a value twice";
    case "minProperties":
      return `must have ${schema.minProperties} or more members`;
    case "maxProperties":
      return `must have ${schema.maxProperties} or fewer members`;
    case "discriminator":
      return `must be ${describeAllowed({ anyOf: listTags(schema, member ?? "") })}`;
    default:
      return `must be ${describeAllowed(schema)}`;
  }
}

function explainUnknown({ properties, "x-allowed-names": names }: Schema): string {
  const known = Object.keys(properties ?? {});
  if (known.length > 0) return `is not known here; known: ${known.join(", ")}`;
  return names === undefined
    ? "is not known here; no member is"
    : `has a name that is not allowed; it must be ${names}`;
}

/** The values of the member that tells the branches of a union apart. */
function listTags(schema: Schema, tag: string): readonly DescribableSchema[] {
  const branches = (schema.oneOf ?? schema.anyOf ?? []) as readonly Schema[];
  return branches.flatMap(({ properties }) => properties?.[tag] ?? []);
}
