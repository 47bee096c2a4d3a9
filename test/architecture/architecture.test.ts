import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { environment } from "./rules/environment.rule.ts";
import { erasableSyntax } from "./rules/erasable-syntax.rule.ts";
import { fileLength } from "./rules/file-length.rule.ts";
import { gatewayFolderCycles, gatewayLayers, sharedFileCycles } from "./rules/gateway-layers.rule.ts";
import { importDirections } from "./rules/import-directions.rule.ts";
import { oneWay } from "./rules/one-way.rule.ts";
import { packageDependencies } from "./rules/package-dependencies.rule.ts";
import { providerNames } from "./rules/provider-names.rule.ts";
import { results } from "./rules/results.rule.ts";
import { retiredWords } from "./rules/retired-words.rule.ts";
import { sqlInStores } from "./rules/sql-in-stores.rule.ts";
import { statementParameters } from "./rules/statement-parameters.rule.ts";
import { topLevel } from "./rules/top-level.rule.ts";
import { typesOnlyContract } from "./rules/types-only-contract.rule.ts";
import { readSourceTree, type Rule, type SourceTree } from "./source-tree.ts";

let tree: SourceTree;
beforeAll(async () => {
  tree = await readSourceTree(fileURLToPath(new URL("../..", import.meta.url)));
});

const facts: Readonly<Record<string, Rule>> = {
  "imports point one way": importDirections,
  "the gateway's layers and features import one way": gatewayLayers,
  "folders of the gateway have no import cycle": gatewayFolderCycles,
  "files of the core and the contracts have no import cycle": sharedFileCycles,
  "packages depend on what they may import": packageDependencies,
  "the core and the gateway name no provider": providerNames,
  "one file of the gateway reads the environment": environment,
  "the gateway has one way of doing a thing": oneWay,
  "the gateway's SQL stands in stores, entities and migrations": sqlInStores,
  "statements get their values apart from their text": statementParameters,
  "results are told apart by their kind": results,
  "types can be erased": erasableSyntax,
  "the plugin interface is types alone": typesOnlyContract,
  "nothing else lies at the top level": topLevel,
  "no file is longer than 300 lines": fileLength,
  "code, messages and documents use standard words": retiredWords,
};

it.each(Object.entries(facts))("%s", (_fact, rule) => {
  expect(rule(tree)).toEqual([]);
});

it("sees the sources of every package", () => {
  const folders = new Set([...tree.files.keys()].map((path) => path.split("/").slice(0, 2).join("/")));
  for (const folder of [
    "contracts/adapter-spec",
    "core/src",
    "adapters/kit",
    "gateway/src",
    "deploy/bootstrap.mjs",
  ]) {
    expect(folders).toContain(folder);
  }
});

it("tests run from the sources", () => {
  expect(import.meta.resolve("@kyc-gateway/core")).toMatch(/\/core\/src\/index\.ts$/);
});
