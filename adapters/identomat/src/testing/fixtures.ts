import { readFileSync } from "node:fs";

/** A body as the provider sends it, from the folder of fixtures. */
export function readFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;
}

/** A list of bodies from the folder of fixtures. */
export function readFixtures(name: string): readonly Record<string, unknown>[] {
  return Object.values(readFixture(name)) as Record<string, unknown>[];
}
