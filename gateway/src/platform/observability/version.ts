import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What this process was built from. */
export interface Version {
  /** Of the package, as `package.json` says it: the API has the same. */
  readonly version: string;
  /** The commit, where the build wrote it down. */
  readonly revision?: string | undefined;
}

/** From the nearest `package.json` with a version: the package's own, or the one that a bundle writes beside itself. */
export function readVersion(folder: string = import.meta.dirname): Version {
  const file = join(folder, "package.json");
  const { version, revision } = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Version>)
    : {};
  if (version !== undefined) return { version, revision };
  if (dirname(folder) === folder)
    throw new Error("No package.json above the gateway's code says its version.");
  return readVersion(dirname(folder));
}
