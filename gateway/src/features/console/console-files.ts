import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";

/** One file of the console, with its compressed copies. */
export interface ConsoleFile {
  readonly contentType: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** The console's files by their path below `/console/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Reads what was built, all of it: about a dozen files. What is served is looked up among these, so that no request's
 * path ever reaches the file system. Empty: the console is not built.
 */
export async function readConsoleFiles(start: string): Promise<ConsoleFiles> {
  const folder = findBuild(start);
  if (folder === undefined) return new Map();
  const paths = globSync("**/*", { cwd: folder }).filter((path) => extname(path) in contentTypes);
  const entries = paths.map(async (path): Promise<[string, ConsoleFile]> => [
    path,
    await readConsoleFile(join(folder, path)),
  ]);
  return new Map(await Promise.all(entries));
}

/** The gateway runs from `src`, from `dist`, or from a bundle in `dist/bundle`: its package is some folders above. */
function findBuild(start: string): string | undefined {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const build = join(folder, "console/dist/web");
    if (existsSync(join(build, "index.html"))) return build;
  }
  return undefined;
}

async function readConsoleFile(file: string): Promise<ConsoleFile> {
  const [plain, br, gzip] = await Promise.all([
    readFile(file),
    readIfThere(`${file}.br`),
    readIfThere(`${file}.gz`),
  ]);
  return { contentType: contentTypes[extname(file)] ?? "application/octet-stream", plain, br, gzip };
}

function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}
