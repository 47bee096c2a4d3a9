import { expect, it } from "vitest";
import { listOperations, readDocument, type Schema } from "../fuzz/document.ts";

/** Whether a text with a zero byte passes, which PostgreSQL cannot store. Bodies are looked through as a whole. */
function isLoose({ type, enum: words, const: word, format, pattern }: Schema): boolean {
  if (type !== "string" || words !== undefined || word !== undefined || format !== undefined) return false;
  return pattern === undefined || new RegExp(pattern).test("a\0b");
}

it("every text of a query is of a form that the database can be asked for", () => {
  const loose = listOperations(readDocument()).flatMap(({ id, parameters }) =>
    parameters.flatMap(({ name, in: place, schema }) =>
      place === "query" && isLoose(schema) ? [`${id}?${name}`] : [],
    ),
  );
  expect(loose).toEqual([]);
});
