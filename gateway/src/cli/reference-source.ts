import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readEnvironment } from "../platform/config/environment.ts";
import type { ReferenceSource } from "../platform/config/secret-references.ts";

/** The environment of this command, and files; a relative path counts from the configuration file's folder. */
export function createReferenceSource(configurationFile: string): ReferenceSource {
  const environment = readEnvironment();
  const folder = configurationFile === "-" ? process.cwd() : dirname(resolve(configurationFile));
  return {
    readVariable: (name) => environment[name],
    readFile: (path) => {
      try {
        return readFileSync(resolve(folder, path), "utf8").replace(/\r?\n$/, "");
      } catch {
        return undefined;
      }
    },
  };
}
