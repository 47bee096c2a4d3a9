import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isRunning } from "./left-over-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where `spawnGateway` puts the program, once in a run. */
    readonly programPlace: string;
  }
}

/** Inside of the gateway's package: what the program takes from other packages is found from there. */
const parent = join(import.meta.dirname, "../../gateway/dist");
const prefix = "program-";

export default async function choosePlace(project: TestProject): Promise<() => Promise<void>> {
  const place = join(parent, `${prefix}${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(place, { recursive: true });
  await removeLeftOvers();
  project.provide("programPlace", place);
  return () => rm(place, { recursive: true });
}

/** A run that was killed could not remove its own. */
async function removeLeftOvers(): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  const abandoned = names.filter((name) => !isRunning(Number.parseInt(name.slice(prefix.length), 10)));
  for (const name of abandoned) await rm(join(parent, name), { recursive: true, force: true });
}
