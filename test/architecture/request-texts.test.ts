import { expect, it } from "vitest";
import { listOperations, readDocument, type Schema } from "../fuzz/document.ts";

const document = readDocument();

/** Texts that a schema lets through although they hold a zero byte, which PostgreSQL cannot store. */
function findLoose(schema: Schema, place: string): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return findLoose(document.components.schemas[name] ?? {}, name);
  }
  const parts: [string, Schema][] = [
    ...Object.entries(schema.properties ?? {}),
    ...(schema.anyOf ?? []).map((part): [string, Schema] => ["", part]),
    ...(schema.items === undefined ? [] : [["[]", schema.items] as [string, Schema]]),
    ...(typeof schema.additionalProperties === "object"
      ? [["*", schema.additionalProperties] as [string, Schema]]
      : []),
  ];
  const deeper = parts.flatMap(([name, part]) => findLoose(part, `${place}/${name}`));
  return isLoose(schema) ? [place, ...deeper] : deeper;
}

function isLoose({ type, enum: words, const: word, format, pattern }: Schema): boolean {
  if (type !== "string" || words !== undefined || word !== undefined || format !== undefined) return false;
  return pattern === undefined || new RegExp(pattern).test("a\0b");
}

/** Checked by hand before anything is done with them. */
const checkedElsewhere = new Set([
  // Adapters are looked up by it, in memory.
  "PutConnection/adapter",
  // Parsed as URLs.
  "CreateEventEndpoint/url",
  "ChangeEventEndpoint/url",
]);

it("every text of a request is of a form that the database can hold", () => {
  const loose = listOperations(document).flatMap(({ id, body, parameters }) => [
    ...(body === undefined ? [] : findLoose(body, id)),
    ...parameters.flatMap(({ name, in: place, schema }) =>
      place === "query" ? findLoose(schema, `${id}?${name}`) : [],
    ),
  ]);
  expect([...new Set(loose)].filter((place) => !checkedElsewhere.has(place))).toEqual([]);
});
