import { type Node, parseSync, type Program } from "oxc-parser";

export interface ParsedSource {
  readonly program: Program;
  /** Every module that the source names, in import, export and `import()` of a literal. */
  readonly specifiers: readonly string[];
}

/** Throws when the text is not TypeScript. */
export function parseSource(path: string, text: string): ParsedSource {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map((entry) => entry.moduleRequest?.value),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => readLiteral(text, moduleRequest));
  const specifiers = [...imported, ...exported, ...dynamic].filter((name) => name !== undefined);
  return { program, specifiers: [...new Set(specifiers)] };
}

function readLiteral(text: string, { start, end }: { start: number; end: number }): string | undefined {
  return /^["'`]([^"'`$]*)["'`]$/.exec(text.slice(start, end))?.[1];
}

export function findNodes<T extends Node["type"]>(
  program: Program,
  type: T,
): readonly Extract<Node, { type: T }>[] {
  const found: Extract<Node, { type: T }>[] = [];
  visit(program, (node) => {
    if (node.type === type) found.push(node as Extract<Node, { type: T }>);
  });
  return found;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value) see(value as Node);
  for (const child of Object.values(value)) visit(child, see);
}

/** String and template literals, without comments of SQL, on one line; what is put into a template stands as `${}`. */
export function listTexts(program: Program): readonly string[] {
  const literals = findNodes(program, "Literal").flatMap((node) =>
    typeof node.value === "string" ? [node.value] : [],
  );
  const templates = findNodes(program, "TemplateLiteral").map(joinTemplate);
  return [...literals, ...templates].map((text) =>
    text
      .replaceAll(/--[^\n]*\n/g, " ")
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
}

function joinTemplate(node: Extract<Node, { type: "TemplateLiteral" }>): string {
  return node.quasis.map(({ value }) => value.cooked ?? value.raw).join("${}");
}
