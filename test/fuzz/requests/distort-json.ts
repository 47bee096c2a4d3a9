import * as fc from "fast-check";
import { strangeText, strangeValue } from "./strange-values.ts";

type Path = readonly (string | number)[];

/** A value with one thing about it changed: what stands there, what is missing, or what is too much. */
export const distortion: fc.Arbitrary<(value: unknown) => unknown> = fc
  .record({
    place: fc.nat(),
    kind: fc.constantFrom("replace", "remove", "add", "wrap", "replace"),
    name: strangeText,
    strange: strangeValue,
  })
  .map(({ place, kind, name, strange }) => (value: unknown) => {
    const paths = listPaths(value);
    const path = paths[place % paths.length] ?? [];
    const old = path.reduce((part, step) => (part as Record<string, unknown>)[step as string], value);
    if (kind === "remove") return put(value, path, undefined);
    if (kind === "wrap") return put(value, path, [old]);
    if (kind === "add" && typeof old === "object" && old !== null && !Array.isArray(old))
      return put(value, path, { ...old, [name]: strange });
    return put(value, path, strange);
  });

/** A JSON text that is broken, or odd in a way that no value can be. */
export const textDistortion: fc.Arbitrary<(json: string) => string> = fc.oneof(
  fc.constantFrom(
    (json: string) => json.slice(0, -1),
    (json: string) => `${json}${json}`,
    (json: string) => `\ufeff${json}`,
    (json: string) => `${json} `,
    (json: string) => json.replace(/^\{/, '{"__proto__":{"x":1},'),
    (json: string) => json.replace(/^\{("[^"]*":)/, "{$1null,$1"),
    (json: string) => json.replace(/:\s*\d+/, ":1e400"),
    (json: string) => json.replace(/:\s*\d+/, ":9007199254740993"),
    (json: string) => json.replace(/"/g, "'"),
    (json: string) => `${"[".repeat(500)}${json}${"]".repeat(500)}`,
  ),
  fc.nat().map((place) => (json: string) => {
    const at = json.length === 0 ? 0 : place % json.length;
    return `${json.slice(0, at)}\0${json.slice(at + 1)}`;
  }),
);

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...steps.flatMap((step) => listPaths((value as Record<string | number, unknown>)[step], [...path, step])),
  ];
}

function put(value: unknown, [step, ...rest]: Path, strange: unknown): unknown {
  if (step === undefined) return strange;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? put(item, rest, strange) : (item as unknown)));
  const members = value as Record<string, unknown>;
  return { ...members, [step]: put(members[step], rest, strange) };
}
