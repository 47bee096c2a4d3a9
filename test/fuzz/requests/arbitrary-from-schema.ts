import * as fc from "fast-check";
import type { ApiDocument, Schema } from "../document.ts";

const day = (date: Date): string => date.toISOString().slice(0, 10);
const years = { min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true };

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  date: fc.date(years).map(day),
  "date-time": fc.date(years).map((date) => date.toISOString()),
  email: fc.constantFrom("a@b.example", "person+tag@shop.example"),
  uri: fc.constantFrom("https://shop.example/done", "http://shop.example/?a=b#c"),
};

/** Members by name, with values that mean something to the gateway under test. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Values that a schema of the document accepts, and mostly known ones where there are some. */
export function arbitraryFromSchema(
  schema: Schema,
  { document, known }: { readonly document: ApiDocument; readonly known: KnownValues },
): fc.Arbitrary<unknown> {
  const arbitrary: Recurse = (part, name) => {
    const values = name === undefined ? undefined : known[name];
    if (values === undefined) return free(part);
    return fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...values) },
      { weight: 1, arbitrary: free(part) },
    );
  };
  const free = (part: Schema): fc.Arbitrary<unknown> => {
    if (part.$ref !== undefined)
      return arbitrary(document.components.schemas[part.$ref.split("/").at(-1) ?? ""] ?? {});
    if (part.enum !== undefined) return fc.constantFrom(...part.enum);
    if (part.anyOf !== undefined) return fc.oneof(...part.anyOf.map((choice) => arbitrary(choice)));
    return ofType(part, arbitrary);
  };
  return arbitrary(schema);
}

type Recurse = (part: Schema, name?: string) => fc.Arbitrary<unknown>;

function ofType(schema: Schema, recurse: Recurse): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "string":
      return arbitraryText(schema);
    case "integer":
    case "number":
      return arbitraryNumber(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return arbitraryArray(schema, recurse);
    case "object":
      return arbitraryObject(schema, recurse);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** What the generator of texts cannot follow: texts that it does not admit are left out afterwards. */
const lookahead = /\(\?[=!][^()]*(?:\([^()]*\)[^()]*)*\)/g;

function arbitraryText({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  const formatted = format === undefined ? undefined : formats[format];
  if (formatted !== undefined) return formatted;
  if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40) });
  const whole = new RegExp(pattern);
  return fc
    .stringMatching(new RegExp(pattern.replaceAll(lookahead, "")), { size: "small" })
    .filter((text) => whole.test(text) && text.length >= minLength && text.length <= maxLength);
}

function arbitraryNumber({ minimum = -1000, maximum = 1000 }: Schema): fc.Arbitrary<number> {
  const bounds = { min: Math.ceil(minimum), max: Math.floor(maximum) };
  return fc.oneof(fc.integer(bounds), fc.constantFrom(bounds.min, bounds.max));
}

function arbitraryArray(schema: Schema, recurse: Recurse): fc.Arbitrary<unknown[]> {
  const { items = {}, minItems = 0, maxItems = 5, uniqueItems = false } = schema;
  const limits = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) };
  return uniqueItems
    ? fc.uniqueArray(recurse(items), { ...limits, selector: (item) => JSON.stringify(item) })
    : fc.array(recurse(items), limits);
}

function arbitraryObject(schema: Schema, recurse: Recurse): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, recurse(part, name)]),
  );
  const known = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
  if (typeof more !== "object") return known;
  const extra = fc.dictionary(fc.stringMatching(/^[a-z_]{1,10}$/), recurse(more), { maxKeys: 3 });
  return fc.tuple(extra, known).map(([some, others]) => ({ ...some, ...others }));
}
