import { readFileSync } from "node:fs";

/** A body as the provider sends it, from the folder of fixtures. */
export function readFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}
