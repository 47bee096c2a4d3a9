import { isTest, listSources, type Rule, type SourceTree, type Violation } from "../source-tree.ts";
import { parseSource } from "../syntax.ts";
import { resolveRelative } from "../workspace.ts";

const root = "gateway/src/";

/** What each room of the gateway may import: the composition root knows all features, none of them knows it. */
const layers: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  features: ["platform"],
  app: ["features", "platform"],
  cli: ["app", "platform"],
};

/** What each feature may import of the others. A feature stands below those that it may import. */
export const featureImports: Readonly<Record<string, readonly string[]>> = {
  audit: [],
  console: [],
  events: ["audit"],
  providers: ["audit"],
  configuration: ["audit", "events", "providers"],
  access: ["audit", "configuration"],
  sessions: ["access", "audit", "configuration", "events", "providers"],
  "launch-page": ["configuration", "sessions"],
  account: ["audit", "configuration", "providers", "sessions"],
  analytics: ["configuration", "sessions"],
  webhooks: ["audit", "configuration", "providers", "sessions"],
  privacy: ["access", "account", "audit", "configuration", "events", "providers", "sessions", "webhooks"],
  operators: [
    "access",
    "analytics",
    "audit",
    "configuration",
    "events",
    "privacy",
    "providers",
    "sessions",
    "webhooks",
  ],
  kvary: ["access", "audit", "configuration", "events", "providers", "sessions", "webhooks"],
};

/** `app` -> `features` -> `platform`, and features among each other along the table and through their `index.ts`. */
export const gatewayLayers: Rule = (tree) =>
  listImports(tree).flatMap(({ from, to }) => [...checkLayer(from, to), ...checkFeature(from, to)]);

/** No two folders of the gateway import each other, directly or round about, at any depth. */
export const gatewayFolderCycles: Rule = (tree) =>
  findCycles(listImports(tree).map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) })));

/** No two files of what is shared import each other, directly or round about. */
export const sharedFileCycles: Rule = (tree) =>
  findCycles(listImports(tree, ["contracts/adapter-spec/src/", "contracts/http-api/src/", "core/src/"]));

interface Import {
  readonly from: string;
  readonly to: string;
}

function listImports(tree: SourceTree, roots: readonly string[] = [root]): readonly Import[] {
  return listSources(tree)
    .filter(([path]) => roots.some((start) => path.startsWith(start)) && !isTest(path))
    .flatMap(([path, text]) =>
      parseSource(path, text)
        .specifiers.filter((specifier) => specifier.startsWith("."))
        .map((specifier) => ({ from: path, to: resolveRelative(path, specifier) })),
    );
}

function layerOf(path: string): string {
  return path.slice(root.length).split("/")[0] ?? "";
}

function featureOf(path: string): string | undefined {
  const [layer, feature] = path.slice(root.length).split("/");
  return layer === "features" ? feature : undefined;
}

function checkLayer(from: string, to: string): readonly Violation[] {
  const allowed = layers[layerOf(from)];
  const layer = layerOf(to);
  if (allowed === undefined || layer === layerOf(from) || allowed.includes(layer)) return [];
  return [`${from}: ${layerOf(from)} must not import ${to}`];
}

function checkFeature(from: string, to: string): readonly Violation[] {
  const importer = featureOf(from);
  const imported = featureOf(to);
  if (importer === undefined || imported === undefined || importer === imported) return [];
  const allowed = featureImports[importer];
  if (allowed === undefined) return [`${from}: ${importer} is not in the table of features`];
  if (!allowed.includes(imported)) return [`${from}: ${importer} must not import ${imported}`];
  return to === `${root}features/${imported}/index.ts`
    ? []
    : [`${from}: imports ${to} instead of the feature's index.ts`];
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** One violation for each place that can be reached from itself. */
function findCycles(edges: readonly Import[]): readonly Violation[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (from === to) continue;
    const targets = next.get(from) ?? new Set();
    next.set(from, targets.add(to));
  }
  return [...next.keys()]
    .filter((start) => reach(next, start).has(start))
    .map((start): Violation => `${start}: is part of an import cycle`);
}

function reach(next: ReadonlyMap<string, ReadonlySet<string>>, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(next.get(start) ?? [])];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    open.push(...(next.get(place) ?? []));
  }
  return seen;
}
