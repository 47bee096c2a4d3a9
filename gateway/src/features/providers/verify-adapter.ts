import type { Adapter, JsonSchema, Manifest } from "@kyc-gateway/adapter-spec/v1";
import { Type, type Static } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { compileSchema, findSchemaFault } from "../../platform/validation/validate-json.ts";
import { facetDetailShapes, facets as knownFacets, findDetailIssues } from "./facets.ts";

const words = Type.Array(
  Type.String({ pattern: "^[a-z_]+$", "x-allowed": "a word of lower case letters and _" }),
  { uniqueItems: true },
);

/** The shape of a manifest. What the words mean is the plugin interface's matter. */
const ManifestShape = Type.Object({
  specVersion: Type.Literal("v1"),
  id: Type.String({
    pattern: "^[a-z][a-z0-9-]{0,39}$",
    "x-allowed": "1 to 40 lower case letters, digits or -, beginning with a letter",
  }),
  displayName: Type.String({ minLength: 1 }),
  packageVersion: Type.String({
    pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+",
    "x-allowed": "a version such as 1.2.3",
  }),
  settingsSchema: Type.Record(Type.String(), Type.Unknown()),
  flowSchema: Type.Record(Type.String(), Type.Unknown()),
  capabilities: Type.Object({
    facets: words,
    checks: words,
    launches: words,
    webhookSchemes: words,
    erasesSessions: Type.Boolean(),
    relaunches: Type.Boolean(),
    ...facetDetailShapes,
  }),
  policies: Type.Object({
    start: Type.Union([Type.Literal("repeatable"), Type.Literal("once")]),
    sessionLifetimeMs: Type.Number({ exclusiveMinimum: 0 }),
    rereadAfterMs: Type.Array(Type.Number({ minimum: 1000 }), { minItems: 1 }),
  }),
});

/** Every contradiction in what an adapter package exports; none, and it is an adapter. */
export function findAdapterIssues(exported: unknown): string[] {
  if (typeof exported !== "object" || exported === null)
    return ["its default export is not an adapter (an object with manifest, origins and connect)"];
  const adapter = exported as Partial<Adapter>;
  const issues = (["origins", "connect"] as const)
    .filter((name) => typeof adapter[name] !== "function")
    .map((name) => `${name} is not a function`);
  const specVersion = (adapter.manifest as { specVersion?: unknown } | undefined)?.specVersion;
  if (adapter.manifest !== undefined && specVersion !== "v1") {
    return [...issues, `manifest.specVersion is ${JSON.stringify(specVersion)}; this gateway knows "v1"`];
  }
  const shape = findShapeIssues(adapter.manifest);
  if (shape.length > 0) return [...issues, ...shape];
  return [
    ...issues,
    ...findManifestContradictions(adapter.manifest as Static<typeof ManifestShape> & Manifest),
  ];
}

/** Compiling the shape takes longer than all the rest: it is done only to say what is wrong. */
function findShapeIssues(manifest: unknown): string[] {
  if (Value.Check(ManifestShape, manifest)) return [];
  const issues = compileSchema(ManifestShape)(manifest).map(
    ({ pointer, message }) => `manifest${pointer.replaceAll("/", ".")} ${message}`,
  );
  return [...new Set(issues)];
}

function findManifestContradictions(manifest: Manifest): string[] {
  const { facets, webhookSchemes } = manifest.capabilities;
  const issues = facets
    .filter((facet) => !knownFacets.includes(facet))
    .map((facet) => `capabilities.facets names "${facet}", which spec v1 does not know`);
  if (facets.includes("webhooks") !== webhookSchemes.length > 0)
    issues.push("capabilities.facets and capabilities.webhookSchemes disagree about webhooks");
  issues.push(...findDetailIssues(manifest.capabilities));
  const { settingsSchema, flowSchema } = manifest;
  for (const [name, fault] of Object.entries({
    settingsSchema: findCompilerFault(settingsSchema),
    // It may be large: it is compiled when a flow is changed.
    flowSchema: findSchemaFault(flowSchema),
  }))
    if (fault !== undefined) issues.push(`${name} is not a valid JSON Schema: ${fault}`);
  return issues;
}

/** Settings hold secrets: a misspelt mark of one must not pass. */
function findCompilerFault(schema: JsonSchema): string | undefined {
  try {
    compileSchema(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "unknown";
  }
}
