import { namedVocabularies } from "@kyc-gateway/http-api";
import { isObject, type JsonObject } from "./json-object.ts";

const nameOf = new Map(
  Object.entries(namedVocabularies).map(([name, schema]) => [JSON.stringify(schema["enum"]), name]),
);

/** A closed set of words is one `enum`, and where it has a name it is a reference: generated clients get one type for it. */
export function nameVocabularies(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nameVocabularies);
  if (!isObject(value)) return value;
  const node = Object.fromEntries(
    Object.entries(joinWords(value)).map(([key, child]) => [key, nameVocabularies(child)]),
  );
  const name = nameOf.get(JSON.stringify(node["enum"]));
  return name === undefined ? node : refer(name, node);
}

/** The named sets themselves, for `components.schemas`. */
export function listVocabularies(): JsonObject {
  return Object.fromEntries(
    Object.entries(namedVocabularies).map(([name, schema]) => [
      name,
      JSON.parse(JSON.stringify(schema)) as unknown,
    ]),
  );
}

function refer(name: string, { description }: JsonObject): JsonObject {
  const isSaidThere = description === undefined || description === namedVocabularies[name]?.description;
  return { $ref: `#/components/schemas/${name}`, ...(isSaidThere ? {} : { description }) };
}

/** A union of single words is written as one `enum`; `null` among them stays an alternative. */
function joinWords(node: JsonObject): JsonObject {
  const { anyOf, ...rest } = node;
  if (!Array.isArray(anyOf) || anyOf.length < 2) return node;
  const words = anyOf.flatMap((one: JsonObject) => readWord(one));
  return words.length === anyOf.length ? { type: "string", enum: words, ...rest } : node;
}

function readWord(schema: JsonObject): string[] {
  const values = schema["enum"];
  if (schema["type"] !== "string" || !Array.isArray(values) || values.length !== 1) return [];
  return values as string[];
}
