import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { root } from "./sections.ts";

const ignored = /(^|\/)(node_modules|dist|coverage|\.[^/]*)$/;

/** Every Markdown file of the repository by path, with its text. */
export function readDocuments(): ReadonlyMap<string, string> {
  return new Map(listMarkdown("").map((path) => [path, readFileSync(new URL(path, root), "utf8")]));
}

function listMarkdown(folder: string): readonly string[] {
  return readdirSync(new URL(`./${folder}`, root), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (ignored.test(path)) return [];
    if (entry.isDirectory()) return listMarkdown(`${path}/`);
    return path.endsWith(".md") ? [path] : [];
  });
}

/** Where a link leads within the repository: a file or folder, and a heading where it names one. */
export interface Link {
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links of a document to other places of the repository; what is in a block of code is no link. */
export function listLinks(document: string, text: string): readonly Link[] {
  const prose = text.replaceAll(/^ *```[^]*?^ *```/gm, "").replaceAll(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(((?!https?:|mailto:)[^)\s]+)\)/g)].map(([, target = ""]) => {
    const [path = "", anchor] = target.split("#");
    return { path: path === "" ? document : posix.join(posix.dirname(document), path), anchor };
  });
}

/** What stands in the way of a link; undefined: it leads somewhere. */
export function findBrokenLink(
  documents: ReadonlyMap<string, string>,
  { path, anchor }: Link,
): string | undefined {
  if (!existsSync(new URL(path, root))) return `${path} is not there`;
  if (anchor === undefined) return undefined;
  const text = documents.get(path);
  if (text === undefined) return `${path} is no document, and cannot have #${anchor}`;
  return listAnchors(text).has(anchor) ? undefined : `${path} has no heading #${anchor}`;
}

/** As the usual viewers of Markdown make them. */
function listAnchors(text: string): ReadonlySet<string> {
  const prose = text.replaceAll(/^ *```[^]*?^ *```/gm, "");
  return new Set([...prose.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => toAnchor(title)));
}

function toAnchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** How many files of source a folder has, those below it included. */
export function countFiles(folder: string): number {
  const url = new URL(`./${folder}/`, root);
  return readdirSync(url, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && statSync(new URL(`./${folder}/${name}`, root)).isFile(),
  ).length;
}
