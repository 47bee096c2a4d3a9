import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import {
  isAlias,
  isCollection,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from "yaml";
import { readTokens } from "../../platform/validation/json-pointer.ts";

/** An issue and the line, from 1, that it stands in. */
export interface LocatedIssue extends ValidationIssue {
  readonly line: number;
}

/** A configuration file as data that knows where it stands. */
interface ConfigurationFile {
  readonly document: unknown;
  /** What keeps the text from being data at all. */
  readonly issues: readonly LocatedIssue[];
  /** The line, from 1, of a place; of the nearest one around it when it is not there. */
  readonly findLine: (pointer: string) => number;
}

/** Parses YAML 1.2, and so JSON too. Messages never quote the text: it may hold what it should not. */
export function parseConfigurationFile(text: string): ConfigurationFile {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const findLine = (pointer: string) => lines.linePos(findOffset(parsed, readTokens(pointer))).line;
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const issues: LocatedIssue[] = [
    ...parsed.errors.map(({ code, pos }) => ({
      pointer: "",
      code: "malformed",
      message: describeError(code),
      line: lineAt(pos[0]),
    })),
    ...listAliasIssues(parsed).map(({ offset, ...issue }) => ({
      ...issue,
      pointer: "",
      line: lineAt(offset),
    })),
  ];
  const document = issues.length === 0 ? readValue(parsed, issues) : undefined;
  return { document, issues, findLine };
}

function readValue(parsed: Document, issues: LocatedIssue[]): unknown {
  try {
    return parsed.toJS() as unknown;
  } catch {
    // Aliases of aliases of aliases: a short file that would fill the memory.
    issues.push({
      pointer: "",
      code: "malformed",
      message: "has more YAML aliases than are allowed",
      line: 1,
    });
    return undefined;
  }
}

function describeError(code: string): string {
  if (code === "DUPLICATE_KEY") return "the same member stands here twice";
  return `is not valid YAML or JSON (${code.toLowerCase().replaceAll("_", " ")})`;
}

/** Aliases that lead nowhere, or to something around them: a value that contains itself. */
function listAliasIssues(parsed: Document): readonly { code: string; message: string; offset: number }[] {
  const issues: { code: string; message: string; offset: number }[] = [];
  visit(parsed, {
    Alias: (_key, alias, path) => {
      const target = alias.resolve(parsed);
      const offset = alias.range?.[0] ?? 0;
      if (target === undefined)
        issues.push({ code: "malformed", message: "uses a YAML alias that is not defined", offset });
      else if (path.some((around) => around === target))
        issues.push({
          code: "circular",
          message: "uses a YAML alias inside its own value",
          offset,
        });
    },
  });
  return issues;
}

/** Where a place begins; for a member it is its name's place. */
function findOffset(parsed: Document, tokens: readonly string[]): number {
  let node: unknown = parsed.contents;
  let offset = parsed.contents?.range?.[0] ?? 0;
  for (const token of tokens) {
    const target: unknown = isAlias(node) ? node.resolve(parsed) : node;
    if (!isCollection(target)) return offset;
    const found = target.items.find((item, index) =>
      isPair(item) ? readKey(item.key) === token : String(index) === token,
    );
    if (found === undefined) return offset;
    offset = findRange(isPair(found) ? found.key : found) ?? offset;
    node = isPair(found) ? found.value : found;
  }
  return offset;
}

function readKey(key: unknown): string {
  return isScalar<string>(key) ? key.value : "";
}

function findRange(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
