import { isObject, type DocumentObject, type JsonObject } from "./json-object.ts";

/** The id in examples: a UUID version 7. */
export const exampleId = "0199c5f0-7c1e-7b4a-9a53-3f1f0f6c2a11";

const byFormat: Readonly<Record<string, string>> = {
  uuid: exampleId,
  "date-time": "2026-03-14T09:26:53.589Z",
  date: "1990-05-17",
  email: "customer@shop.example",
  uri: "https://shop.example/done",
  "uri-reference": "/docs/problems",
};

/** For texts with a pattern and no example of their own: the first that fits. */
const words = [
  "main",
  "4711",
  "GEO",
  "P1Y",
  "unspecified",
  "+995555000000",
  "9f2c1a7be04d35",
  "c0ffee11".repeat(8),
];

export interface ExampleOptions {
  /** Whether optional members are shown, too: of answers they are, of requests they are not. */
  readonly isComplete: boolean;
}

/** An example of a schema: its own where it has one, else made from its members' examples. */
export function buildExample(document: DocumentObject, schema: unknown, options: ExampleOptions): unknown {
  const build = (one: unknown): unknown => {
    if (!isObject(one)) return undefined;
    if (typeof one["$ref"] === "string") return build(resolve(document, one["$ref"]));
    const given = readGiven(one);
    if (given !== undefined) return given;
    const alternatives = one["anyOf"] ?? one["oneOf"];
    if (Array.isArray(alternatives)) return build(alternatives[0]);
    const type = Array.isArray(one["type"]) ? (one["type"] as unknown[])[0] : one["type"];
    if (type === "array") return one["maxItems"] === 0 ? [] : [build(one["items"])];
    if (type === "object" || isObject(one["properties"])) return buildObject(one, build, options);
    return buildScalar(one, type);
  };
  return build(schema);
}

function resolve({ components }: DocumentObject, reference: string): unknown {
  return components["schemas"]?.[reference.split("/").at(-1) ?? ""];
}

function readGiven(schema: JsonObject): unknown {
  const { examples, const: constant, default: usual, enum: allowed } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (constant !== undefined) return constant;
  return usual ?? (Array.isArray(allowed) ? (allowed as unknown[])[0] : undefined);
}

function buildObject(
  schema: JsonObject,
  build: (one: unknown) => unknown,
  { isComplete }: ExampleOptions,
): JsonObject {
  const members = Object.entries((schema["properties"] ?? {}) as JsonObject);
  const required = (schema["required"] ?? []) as string[];
  const wanted = members.filter(([name]) => isComplete || required.includes(name));
  const atLeast = Number(schema["minProperties"] ?? 0);
  const shown = wanted.length < atLeast ? members.slice(0, atLeast) : wanted;
  const named = Object.fromEntries(shown.map(([name, member]) => [name, build(member)]));
  const free = members.length === 0 ? readFreeMember(schema) : undefined;
  return free === undefined ? named : { main: build(free) };
}

/** The schema of a member whose name is the sender's. */
function readFreeMember({ patternProperties, additionalProperties }: JsonObject): unknown {
  if (isObject(patternProperties)) return Object.values(patternProperties)[0];
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

function buildScalar(schema: JsonObject, type: unknown): unknown {
  if (type === "null") return null;
  if (type === "boolean") return false;
  if (type === "integer" || type === "number") return schema["minimum"] ?? 1;
  if (type !== "string") return {};
  const { format, pattern } = schema;
  if (typeof format === "string" && format in byFormat) return byFormat[format];
  if (typeof pattern !== "string") return "text";
  return words.find((word) => new RegExp(pattern, "u").test(word)) ?? "text";
}
