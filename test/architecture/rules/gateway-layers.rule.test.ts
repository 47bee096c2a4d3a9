import { describe, expect, it } from "vitest";
import type { SourceTree } from "../source-tree.ts";
import {
  featureImports,
  gatewayFolderCycles,
  gatewayLayers,
  sharedFileCycles,
} from "./gateway-layers.rule.ts";

function buildTree(files: Readonly<Record<string, string>>): SourceTree {
  return { files: new Map(Object.entries(files)), documents: new Map(), topLevel: [] };
}

function importOf(specifier: string): string {
  return `import { x } from "${specifier}";`;
}

describe("layers of the gateway", () => {
  it.each([
    ["gateway/src/app/a.ts", "../features/sessions/session.service.ts"],
    ["gateway/src/cli/a.ts", "../app/b.ts"],
    ["gateway/src/cli/a.ts", "../platform/config/b.ts"],
    ["gateway/src/features/sessions/a.ts", "../../platform/database/b.ts"],
    ["gateway/src/features/sessions/a.ts", "../events/index.ts"],
    ["gateway/src/features/sessions/a.ts", "./b.ts"],
    ["gateway/src/features/events/feed/a.ts", "../outbox/b.ts"],
    ["gateway/src/features/events/a.test.ts", "../sessions/b.ts"],
  ])("let %s import %s", (path, specifier) => {
    expect(gatewayLayers(buildTree({ [path]: importOf(specifier) }))).toEqual([]);
  });

  it.each([
    ["gateway/src/platform/http/a.ts", "../../features/sessions/index.ts"],
    ["gateway/src/platform/http/a.ts", "../../app/b.ts"],
    ["gateway/src/features/sessions/a.ts", "../../app/b.ts"],
    ["gateway/src/features/sessions/a.ts", "../../cli/b.ts"],
    ["gateway/src/app/a.ts", "../cli/b.ts"],
    ["gateway/src/cli/a.ts", "../features/sessions/index.ts"],
    ["gateway/src/features/audit/a.ts", "../sessions/index.ts"],
    ["gateway/src/features/sessions/a.ts", "../events/events.ts"],
    ["gateway/src/features/newcomer/a.ts", "../events/index.ts"],
  ])("refuse that %s imports %s", (path, specifier) => {
    expect(gatewayLayers(buildTree({ [path]: importOf(specifier) }))).toHaveLength(1);
  });

  it("have a table of features without a cycle", () => {
    const seen = new Set<string>();
    for (const [feature, imports] of Object.entries(featureImports)) {
      expect(imports.filter((name) => !seen.has(name))).toEqual([]);
      seen.add(feature);
    }
  });
});

describe("cycles", () => {
  it("between two folders, or a folder and one within it, are refused", () => {
    const tree = buildTree({
      "gateway/src/features/a/one.ts": importOf("./deep/two.ts"),
      "gateway/src/features/a/deep/two.ts": importOf("../three.ts"),
      "gateway/src/platform/b/four.ts": importOf("../c/five.ts"),
    });
    expect(gatewayFolderCycles(tree)).toHaveLength(2);
  });

  it("round about several folders are refused", () => {
    const tree = buildTree({
      "gateway/src/platform/a/one.ts": importOf("../b/two.ts"),
      "gateway/src/platform/b/two.ts": importOf("../c/three.ts"),
      "gateway/src/platform/c/three.ts": importOf("../a/one.ts"),
    });
    expect(gatewayFolderCycles(tree)).toHaveLength(3);
  });

  it("between files of the core and the contracts are refused", () => {
    const tree = buildTree({
      "core/src/a.ts": importOf("./b.ts"),
      "core/src/b.ts": importOf("./a.ts"),
      "contracts/http-api/src/c.ts": importOf("./d.ts"),
    });
    expect(sharedFileCycles(tree)).toHaveLength(2);
  });
});
