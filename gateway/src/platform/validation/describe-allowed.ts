/** The parts of a JSON schema that say which values are allowed. */
export interface DescribableSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly anyOf?: readonly DescribableSchema[];
  readonly oneOf?: readonly DescribableSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
  /** What a pattern means, in words that complete "must be …". */
  readonly "x-allowed"?: string;
}

const formats: Readonly<Record<string, string>> = {
  uuid: "a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057",
  "date-time": "a time of RFC 3339, such as 2026-01-31T12:00:00Z",
  date: "a day of the calendar, such as 2026-01-31",
  email: "an e-mail address",
  uri: "an absolute URL, such as https://shop.example/done",
  "uri-reference": "a URL",
};

/** Which values a schema allows, in words that complete "must be …". Says every value of a closed set, and no pattern. */
export function describeAllowed(schema: DescribableSchema): string {
  if (schema["x-allowed"] !== undefined) return schema["x-allowed"];
  const choices = listChoices(schema);
  if (choices !== undefined) return choices.length === 1 ? `${choices[0]}` : `one of: ${choices.join(", ")}`;
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return [...new Set(branches.map(describeAllowed))].join(", or ");
  const types = [schema.type ?? []].flat();
  return types.map((type) => describeType(type, schema)).join(", or ") || "as the API's description says";
}

/** The values of a closed set; undefined: it is open. */
export function listChoices(schema: DescribableSchema): readonly string[] | undefined {
  if (schema.enum !== undefined) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  const branches = schema.anyOf ?? schema.oneOf;
  const choices = branches?.map(listChoices);
  return choices?.every((some) => some !== undefined) === true ? choices.flat() : undefined;
}

function describeType(type: string, schema: DescribableSchema): string {
  switch (type) {
    case "integer":
      return `a whole number${describeRange(schema.minimum, schema.maximum)}`;
    case "number":
      return `a number${describeRange(schema.minimum, schema.maximum)}`;
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      return `a list${describeSize(schema.minItems, schema.maxItems, "items")}`;
    case "object":
      return "an object";
    default:
      return describeText(schema);
  }
}

function describeText({ format, pattern, description, minLength, maxLength }: DescribableSchema): string {
  const form = formats[format ?? ""];
  if (form !== undefined) return form;
  const size = describeSize(minLength, maxLength, "characters");
  if (pattern === undefined || description === undefined) return `text${size}`;
  return `text${size} in the form that is described as: ${description}`;
}

function describeRange(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return `, ${least} or more`;
  return most === undefined ? "" : `, ${most} or less`;
}

function describeSize(least: number | undefined, most: number | undefined, what: string): string {
  if (least !== undefined && least === most) return ` of ${least} ${what}`;
  if (most !== undefined) return least ? ` of ${least} to ${most} ${what}` : ` of at most ${most} ${what}`;
  return least ? ` of at least ${least === 1 ? `1 ${what.slice(0, -1)}` : `${least} ${what}`}` : "";
}
