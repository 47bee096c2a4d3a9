import type { JsonSchema } from "@kyc-gateway/adapter-spec/v1";
import { escapeStep, listStrings } from "../subject/json-pointer.ts";

/** A subschema, where its values stand (`*` for the elements of an array), and whether they are marked as secret. */
export interface SchemaPart {
  readonly pointer: string;
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isSecret: boolean;
}

/** Every subschema of a schema. A mark holds for all that lies below it. */
export function* walkSchema(schema: JsonSchema, from?: SchemaPart): Generator<SchemaPart> {
  const isSecret = from?.isSecret === true || schema["x-secret"] === true;
  const part = { pointer: from?.pointer ?? "", name: from?.name ?? "", schema, isSecret };
  yield part;
  for (const [name, member] of Object.entries(asSchema(schema["properties"]) ?? {})) {
    const pointer = `${part.pointer}/${escapeStep(name)}`;
    yield* walkSchema(asSchema(member) ?? {}, { ...part, pointer, name });
  }
  const items = asSchema(schema["items"]);
  if (items !== undefined) yield* walkSchema(items, { ...part, pointer: `${part.pointer}/*` });
  for (const branch of listBranches(schema)) yield* walkSchema(branch, part);
}

/** The subschemas that hold for the same value. */
function listBranches(schema: JsonSchema): readonly JsonSchema[] {
  const lists = ["anyOf", "oneOf", "allOf"].map((keyword) => schema[keyword]);
  const found = [
    ...lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : [])),
    schema["then"],
    schema["else"],
  ];
  return found.map(asSchema).filter((branch) => branch !== undefined);
}

function asSchema(value: unknown): JsonSchema | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonSchema)
    : undefined;
}

/** A secret among settings. Those of one list stand for each other. */
export interface Secret {
  readonly pointer: string;
  /** The pointer with `*` for elements. */
  readonly place: string;
  readonly value: string;
}

/** The values that the schema marks as secrets. */
export function listSecrets(schema: JsonSchema, settings: unknown): readonly Secret[] {
  const secretPlaces = [...walkSchema(schema)]
    .filter(({ isSecret }) => isSecret)
    .map(({ pointer }) => pointer);
  return [...listStrings(settings)].flatMap(([pointer, value]) => {
    const place = secretPlaces.find((candidate) => matchesPlace(candidate, pointer));
    return place === undefined || value === "" ? [] : [{ pointer, place, value }];
  });
}

function matchesPlace(place: string, pointer: string): boolean {
  const wanted = place.split("/");
  const steps = pointer.split("/");
  const isAtStep = (step: string, index: number) =>
    step === steps[index] || (step === "*" && /^\d+$/.test(steps[index] ?? ""));
  return wanted.length === steps.length && wanted.every(isAtStep);
}
