import { readFileSync } from "node:fs";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";

const document = new URL("../../contracts/http-api/openapi.json", import.meta.url);

type Part = Readonly<Record<string, unknown>>;
interface ApiDocument {
  readonly [member: string]: unknown;
  readonly paths: Part;
  readonly components: { readonly schemas: Part };
}

/** The types of what products may ask, as `contracts/client/src/generated/api.ts` has them. */
export function writeClientTypes(): Promise<string> {
  return writeTypes({ prefixes: ["/v1/"], names: ["Problem", "EventType", "PostedEventType", "TestEvent"] });
}

/** The types of what operators may ask, as `gateway/console/src/generated/api.ts` has them. */
export function writeConsoleTypes(): Promise<string> {
  return writeTypes({ prefixes: ["/admin/v1/", "/console/"], names: ["Problem"] });
}

/** A part of the API: its paths, and schemas that are kept though none of these paths mentions them. */
interface Selection {
  readonly prefixes: readonly string[];
  readonly names: readonly string[];
}

async function writeTypes(selection: Selection): Promise<string> {
  const api = JSON.parse(readFileSync(document, "utf8"), leaveOut) as ApiDocument;
  const types = await openapiTypescript(selectPart(api, selection) as unknown as OpenAPI3);
  return `// Written by \`pnpm openapi\` from contracts/http-api/openapi.json.\n${astToString(types)}`;
}

const examples = new Set(["example", "examples"]);

/** Without failures, which the client throws, and without what makes no type: headers of answers, examples. */
function leaveOut(key: string, value: unknown): unknown {
  if (examples.has(key)) return undefined;
  if (key !== "responses") return value;
  const answers = Object.entries(value as Record<string, Part>).filter(([status]) => status.startsWith("2"));
  return Object.fromEntries(answers.map(([status, { headers: _headers, ...rest }]) => [status, rest]));
}

/** Without other routes, and without the schemas that only those mention. */
function selectPart({ openapi, info, paths, components }: ApiDocument, selection: Selection): object {
  const isSelected = (path: string) => selection.prefixes.some((prefix) => path.startsWith(prefix));
  const own = Object.fromEntries(Object.entries(paths).filter(([path]) => isSelected(path)));
  const mentioned = new Set(selection.names);
  collectMentions(own, mentioned);
  // A set that is gone through meets what is added to it on the way.
  for (const name of mentioned) collectMentions(components.schemas[name], mentioned);
  const schemas = Object.entries(components.schemas).filter(([name]) => mentioned.has(name));
  return { openapi, info, paths: own, components: { schemas: Object.fromEntries(schemas) } };
}

function collectMentions(part: unknown, mentioned: Set<string>): void {
  for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g))
    mentioned.add(name);
}
