import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { compileSchema } from "../schema/compile-schema.ts";
import { isWordOf } from "../schema/vocabularies.ts";
import type { VocabularyName } from "../schema/vocabularies.ts";
import { facetRules, facets } from "../subject/facet-rules.ts";
import { walkSchema } from "../schema/walk-schema.ts";

export const manifestGroup: CheckGroup = {
  id: "manifest",
  title: "manifest",
  advice: "Correct src/manifest.ts: the gateway refuses to start with a manifest that contradicts itself.",
  list: ({ adapter }) => ({
    checks: [
      { name: "is an adapter with the functions of spec v1", run: () => checkFunctions(adapter) },
      { name: "names itself in the words of spec v1", run: () => checkNames(adapter.manifest) },
      {
        name: "declares only what spec v1 knows, and each once",
        run: () => checkCapabilities(adapter.manifest),
      },
      {
        name: "says how far each facet goes",
        run: () => refuseAll([...findDetailProblems(adapter.manifest)]),
      },
      { name: "has policies that can be kept", run: () => checkPolicies(adapter.manifest) },
      { name: "is data alone", run: () => checkData(adapter.manifest) },
      { name: "has a valid schema of settings", run: () => checkSchema(adapter.manifest.settingsSchema) },
      { name: "has a valid schema of flows", run: () => checkSchema(adapter.manifest.flowSchema) },
    ],
  }),
};

function checkFunctions(adapter: object): void {
  const members = adapter as Readonly<Record<string, unknown>>;
  const required = ["origins", "connect"].filter((name) => typeof members[name] !== "function");
  const optional = ["checkSettings", "checkFlow", "checkStart"].filter(
    (name) => members[name] !== undefined && typeof members[name] !== "function",
  );
  refuseAll([...required, ...optional].map((name) => `${name} is not a function`));
}

function checkNames({ specVersion, id, displayName, packageVersion }: Manifest): void {
  refuseAll([
    ...(specVersion === "v1" ? [] : ['specVersion must be "v1"']),
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(id) ? [] : ["id must be lower case letters, digits and -, at most 40"]),
    ...(displayName.trim() === "" ? ["displayName is empty"] : []),
    ...(/^\d+\.\d+\.\d+/.test(packageVersion) ? [] : ["packageVersion must be a version like 1.2.3"]),
  ]);
}

function checkCapabilities({ capabilities }: Manifest): void {
  const lists: readonly (readonly [string, readonly string[], VocabularyName])[] = [
    ["facets", capabilities.facets, "facet"],
    ["checks", capabilities.checks, "check"],
    ["launches", capabilities.launches, "launch"],
    ["webhookSchemes", capabilities.webhookSchemes, "webhookScheme"],
  ];
  const problems = lists.flatMap(([name, words, vocabulary]) => [
    ...words
      .filter((word) => !isWordOf(vocabulary, word))
      .map((word) => `${name} names "${word}", which spec v1 does not know`),
    ...words
      .filter((word, index) => words.indexOf(word) < index)
      .map((word) => `${name} names "${word}" twice`),
  ]);
  if (capabilities.checks.includes("other"))
    problems.push('checks names "other": it has no meaning that a flow could require');
  if (capabilities.launches.length === 0) problems.push("launches is empty: no applicant could get in");
  if (capabilities.facets.includes("webhooks") !== capabilities.webhookSchemes.length > 0) {
    problems.push("facets and webhookSchemes disagree about webhooks");
  }
  refuseAll(problems);
}

function* findDetailProblems({ capabilities }: Manifest): Generator<string> {
  for (const facet of facets.filter((name) => facetRules[name].hasDetails)) {
    const isDeclared = capabilities.facets.includes(facet);
    const isDetailed = (capabilities as unknown as Readonly<Record<string, unknown>>)[facet] !== undefined;
    if (isDeclared && !isDetailed) yield `facets names "${facet}": add capabilities.${facet}`;
    if (!isDeclared && isDetailed) yield `capabilities.${facet} is given: name "${facet}" in facets`;
  }
}

function checkPolicies({ policies }: Manifest): void {
  const { start, sessionLifetimeMs, rereadAfterMs } = policies;
  const isDescending = rereadAfterMs.some((wait, index) => wait < (rereadAfterMs[index - 1] ?? 0));
  refuseAll([
    ...(start === "repeatable" || start === "once" ? [] : ['policies.start must be "repeatable" or "once"']),
    ...(sessionLifetimeMs >= 60_000
      ? []
      : ["policies.sessionLifetimeMs is below a minute: it is milliseconds"]),
    ...(rereadAfterMs.length > 0
      ? []
      : ["policies.rereadAfterMs is empty: a lost webhook would never be made good"]),
    ...(rereadAfterMs.every((wait) => wait >= 1000)
      ? []
      : ["policies.rereadAfterMs has a wait below a second"]),
    ...(isDescending ? ["policies.rereadAfterMs must not become shorter"] : []),
  ]);
}

function checkData(manifest: Manifest): void {
  if (JSON.stringify(JSON.parse(JSON.stringify(manifest))) !== JSON.stringify(manifest)) {
    refuse("the manifest does not survive JSON: it must be data");
  }
  const hasFunction = Object.values(manifest).some((member) => typeof member === "function");
  if (hasFunction) refuse("the manifest holds a function: it must be data");
}

function checkSchema(schema: Manifest["settingsSchema"]): void {
  try {
    compileSchema(schema);
  } catch (error) {
    refuse(`it is no valid JSON Schema: ${error instanceof Error ? error.message : "unknown"}`);
  }
  const problems = [...walkSchema(schema)].flatMap(({ pointer, schema: part }) => {
    if (!Object.hasOwn(part, "default")) return [];
    const { default: value, ...bare } = part;
    const issues = compileSchema({ type: "object", properties: { value: bare } })({
      value: structuredClone(value),
    });
    return issues.map(({ message }) => `the default of ${pointer} ${message}`);
  });
  refuseAll(problems);
}
