import { listSources, type Rule, type Violation } from "../source-tree.ts";
import { findNodes, parseSource } from "../syntax.ts";

/** Private words of earlier, and what to write instead: in code, comments, messages and documents. */
const retired: Readonly<Record<string, string>> = {
  "desks?": "admin",
  "bells?": "notifier",
  "deeds?": "audit entry",
  "twins?": "duplicate",
  "setbacks?": "failure",
  upkeep: "maintenance",
  "lots?": "bucket",
  fronts: "compatibility routes",
  "catalogs?": "configuration snapshot",
  "keepers?": "snapshot",
  "obey orders": "apply controls",
  forgeries: "rejected webhooks",
  "storm gauge": "ingress pressure",
  "late keys": "API key lookup",
  "tenant lock": "tenant scope",
  "shared flight": "single-flight",
  "take off": "run",
  "weigh news": "resolve status",
  "wish(?:es)?": "request",
  "care for clients": "pool watchdog",
  "mistakes?": "issue",
};

/** Words of the language that are no names. */
const retiredNames: Readonly<Record<string, string>> = {
  people: "applicant keys",
  "readings?": "parsed webhook",
};

/** pnpm and PDF have a word of their own, the rule names what it refuses, and a change log names what there was. */
const exceptions: readonly (readonly [path: RegExp, words: RegExp])[] = [
  [/^test\/architecture\/(?:supply-chain\/|rules\/rules\.test)|^test\/simulators\/src\/media\//, /^catalog$/],
  [/^test\/architecture\/rules\/retired-words\.rule|^CHANGELOG\.md$/, /./],
];

/** Nobody has to learn words of ours: the standard terms have no second name. */
export const retiredWords: Rule = (tree) => [
  ...[...tree.documents, ...listSources(tree)].flatMap(([path, text]) => findRetired(path, text)),
  ...listSources(tree).flatMap(([path, text]) => findNames(path, text)),
];

function findRetired(path: string, text: string): readonly Violation[] {
  return find(path, splitNames(text), retired);
}

function findNames(path: string, text: string): readonly Violation[] {
  if (!/people|reading/i.test(text)) return [];
  const names = findNodes(parseSource(path, text).program, "Identifier").map(({ name }) => splitNames(name));
  return find(path, [...new Set(names)].filter(isTypeLike).join("\n"), retiredNames);
}

/** A type, or what is named after one; a variable may be called by the plain word. */
function isTypeLike(name: string): boolean {
  return /People|Reading/.test(name);
}

/** `camelCase`, `snake_case` and `kebab-case` as words. */
function splitNames(text: string): string {
  return text
    .replaceAll(/pg_catalog/g, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/(?<=\w)[_-](?=\w)/g, " ");
}

function find(path: string, text: string, words: Readonly<Record<string, string>>): readonly Violation[] {
  return Object.entries(words).flatMap(([word, standard]) => {
    const [found] = new RegExp(`\\b${word}\\b`, "i").exec(text) ?? [];
    if (found === undefined || isExcepted(path, found.toLowerCase())) return [];
    return [`${path}: says "${found}"; the word is "${standard}"` as const];
  });
}

function isExcepted(path: string, word: string): boolean {
  return exceptions.some(([paths, words]) => paths.test(path) && words.test(word));
}
