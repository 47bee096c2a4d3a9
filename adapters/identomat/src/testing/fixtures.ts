import { readFileSync } from "node:fs";

/** A body as the provider sends it, from the folder of fixtures. */
export function readFixture<Body = Record<string, unknown>>(name: string): Body {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")) as Body;
}
