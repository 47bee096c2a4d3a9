import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A checkout as the rules see it: the text of every source file and package.json by path, with the top level's names. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, string>;
  /** Markdown files by path. */
  readonly documents: ReadonlyMap<string, string>;
  readonly topLevel: readonly string[];
}

/** What breaks a rule: the file, and what is wrong with it. */
export type Violation = `${string}: ${string}`;

export type Rule = (tree: SourceTree) => readonly Violation[];

const ignored = new Set(["node_modules", "dist", "coverage"]);

export async function readSourceTree(root: string): Promise<SourceTree> {
  const topLevel = (await readdir(root)).filter((name) => !isIgnored(name));
  const paths = await listFiles(root, "");
  const entries = paths.map(async (path): Promise<[string, string]> => [
    path,
    await readFile(join(root, path), "utf8"),
  ]);
  const read = await Promise.all(entries);
  return {
    files: new Map(read.filter(([path]) => !isDocument(path))),
    documents: new Map(read.filter(([path]) => isDocument(path))),
    topLevel,
  };
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isIgnored(entry.name) ? [] : listFiles(root, path);
    return isSource(path) || isDocument(path) || entry.name === "package.json" ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

function isIgnored(name: string): boolean {
  return name.startsWith(".") || ignored.has(name);
}

function isSource(path: string): boolean {
  return /\.(tsx?|mjs|js)$/.test(path);
}

function isDocument(path: string): boolean {
  return path.endsWith(".md");
}

/** Tests, and what only tests use, may look at everything. */
export function isTest(path: string): boolean {
  return /\.test\.ts$|\/(testing|fixtures)\//.test(path);
}

export function listSources(tree: SourceTree): readonly (readonly [path: string, text: string])[] {
  return [...tree.files].filter(([path]) => isSource(path));
}
