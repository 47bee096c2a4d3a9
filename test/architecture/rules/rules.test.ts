import { describe, expect, it } from "vitest";
import type { Rule, SourceTree } from "../source-tree.ts";
import { environment } from "./environment.rule.ts";
import { erasableSyntax } from "./erasable-syntax.rule.ts";
import { fileLength } from "./file-length.rule.ts";
import { importDirections } from "./import-directions.rule.ts";
import { packageDependencies } from "./package-dependencies.rule.ts";
import { providerNames } from "./provider-names.rule.ts";
import { topLevel } from "./top-level.rule.ts";
import { typesOnlyContract } from "./types-only-contract.rule.ts";

function buildTree(files: Readonly<Record<string, string>>): SourceTree {
  return { files: new Map(Object.entries(files)), documents: new Map(), topLevel: [] };
}

function depend(name: string): string {
  return JSON.stringify({ dependencies: { [name]: "catalog:" } });
}

/** How a rule sees one file. */
function check(rule: Rule, path: string, text: string): readonly string[] {
  return rule(buildTree({ [path]: text }));
}

describe("import directions", () => {
  it.each([
    ["contracts/http-api/src/a.ts", 'import type { X } from "@kyc-gateway/adapter-spec/v1";'],
    [
      "adapters/acme/src/a.ts",
      'import { x } from "@kyc-gateway/adapter-kit"; import pg from "pg"; import "./b.ts";',
    ],
    ["gateway/src/a.ts", 'import { x } from "@kyc-gateway/core"; import { y } from "node:fs";'],
    ["gateway/src/features/providers/load.ts", "export const load = (name: string) => import(name);"],
    ["gateway/src/a.test.ts", 'import { x } from "@kyc-gateway/adapter-acme";'],
    ["test/integration/a.ts", 'import { x } from "@kyc-gateway/gateway";'],
    ["core/src/session/a.ts", 'import { x } from "../start/b.ts";'],
  ])("let %s contain %s", (path, text) => {
    expect(check(importDirections, path, text)).toEqual([]);
  });

  it.each([
    ["contracts/adapter-spec/src/v1/a.ts", 'import { x } from "@sinclair/typebox";'],
    ["contracts/http-api/src/a.ts", 'import { x } from "@kyc-gateway/core";'],
    ["core/src/a.ts", 'import { readFile } from "node:fs/promises";'],
    ["core/src/a.ts", 'import type { X } from "@kyc-gateway/http-api";'],
    ["core/src/a.ts", 'export { x } from "@kyc-gateway/adapter-kit";'],
    ["core/src/a.ts", 'export * from "fastify";'],
    ["adapters/kit/src/a.ts", 'import { x } from "@kyc-gateway/core";'],
    ["adapters/acme/src/a.ts", 'import { x } from "@kyc-gateway/adapter-other";'],
    ["adapters/acme/src/a.ts", 'import { x } from "../../other/src/b.ts";'],
    ["adapters/acme/src/a.ts", 'import { x } from "@kyc-gateway/gateway";'],
    ["gateway/src/a.ts", 'import { x } from "@kyc-gateway/adapter-acme";'],
    ["gateway/src/a.ts", 'const x = await import("@kyc-gateway/adapter-acme");'],
    ["gateway/src/a.ts", 'import { x } from "../../core/src/b.ts";'],
    ["gateway/src/a.ts", 'import { x } from "@kyc-gateway/adapter-kit";'],
    ["test/conformance/src/a.ts", 'import { x } from "@kyc-gateway/gateway";'],
    ["test/simulators/src/a.ts", 'import { x } from "@kyc-gateway/adapter-spec/v1";'],
  ])("refuse that %s contains %s", (path, text) => {
    expect(check(importDirections, path, text)).toHaveLength(1);
  });
});

describe("package dependencies", () => {
  it.each([
    ["adapters/acme/package.json", depend("undici")],
    ["core/package.json", JSON.stringify({ devDependencies: { vitest: "catalog:" } })],
    ["test/package.json", depend("@kyc-gateway/gateway")],
  ])("let %s have %s", (path, text) => {
    expect(check(packageDependencies, path, text)).toEqual([]);
  });

  it.each([
    ["contracts/adapter-spec/package.json", depend("typebox")],
    ["contracts/adapter-spec/package.json", JSON.stringify({ peerDependencies: { typebox: "*" } })],
    ["core/package.json", depend("fastify")],
    ["adapters/acme/package.json", depend("@kyc-gateway/core")],
    ["adapters/acme/package.json", depend("@kyc-gateway/adapter-other")],
    ["gateway/package.json", depend("@kyc-gateway/adapter-acme")],
  ])("refuse that %s has %s", (path, text) => {
    expect(check(packageDependencies, path, text)).toHaveLength(1);
  });
});

describe("provider names", () => {
  const adapter = {
    "adapters/acme/src/index.ts": "",
    "adapters/kit/src/index.ts": "",
    "adapters/template/src/a.ts": "",
  };

  it("find one in code, in a test and in a file's name", () => {
    const tree = buildTree({
      ...adapter,
      "core/src/a.ts": "// a quirk of Acme",
      "gateway/src/b.test.ts": '"/webhooks/acme/main"',
      "gateway/src/acme.route.ts": "",
    });
    expect(providerNames(tree)).toHaveLength(3);
  });

  it("let the compatible routes carry one, and 'kit' be a word", () => {
    const tree = buildTree({
      ...adapter,
      "gateway/src/features/kvary/a.ts": "acme",
      "gateway/src/a.ts": "toolkit, template",
    });
    expect(providerNames(tree)).toEqual([]);
  });
});

describe("environment", () => {
  const one = { "gateway/src/platform/config/environment.ts": "export const read = () => process.env;" };

  it("is read in one file of the gateway", () => {
    expect(
      environment(
        buildTree({ ...one, "gateway/src/a.test.ts": "process.env;", "test/a.ts": "process.env;" }),
      ),
    ).toEqual([]);
  });

  it.each([
    "process.env.PORT;",
    'process["env"];',
    'import { env } from "node:process";',
    "const { PORT } = process.env;",
  ])("refuses a second reader: %s", (text) => {
    expect(environment(buildTree({ ...one, "gateway/src/a.ts": text }))).toHaveLength(2);
  });

  it("refuses a reader outside the gateway", () => {
    expect(environment(buildTree({ ...one, "adapters/acme/src/a.ts": "process.env.KEY;" }))).toHaveLength(1);
  });

  it("notices when its one reader moves out of sight", () => {
    expect(environment(buildTree({}))).toHaveLength(1);
  });
});

describe("erasable syntax", () => {
  it.each([
    "enum A { B }",
    "const enum A { B }",
    "class A { constructor(private b: string) {} }",
    "export = 1;",
  ])("refuses %s", (text) => {
    expect(check(erasableSyntax, "core/src/a.ts", text)).toHaveLength(1);
  });

  it("lets types, classes and the word enum be", () => {
    expect(check(erasableSyntax, "core/src/a.ts", "type A = 'enum'; class B { c = { enum: 1 }; }")).toEqual(
      [],
    );
  });
});

describe("types-only contract", () => {
  const path = "contracts/adapter-spec/src/v1/a.ts";

  it.each([
    "export const a = 1;",
    "export function a() {}",
    "export class A {}",
    'import "./b.ts";',
    'export { b } from "./b.ts";',
  ])("refuses %s", (text) => {
    expect(check(typesOnlyContract, path, text)).toHaveLength(1);
  });

  it("lets interfaces, aliases and type imports be", () => {
    const text =
      'import type { B } from "./b.ts"; export interface A { b: B } export type C = A; export type { B };';
    expect(check(typesOnlyContract, path, text)).toEqual([]);
  });
});

describe("top level", () => {
  it("refuses what is not on the list", () => {
    expect(
      topLevel({ files: new Map(), documents: new Map(), topLevel: ["core", "docs", "vitest.config.ts"] }),
    ).toHaveLength(2);
  });
});

describe("file length", () => {
  it("refuses line 301", () => {
    expect(check(fileLength, "core/src/a.ts", "a();\n\n// why\n".repeat(300))).toEqual([]);
    expect(check(fileLength, "core/src/a.ts", "a();\n".repeat(301))).toEqual([
      "core/src/a.ts: has 301 lines",
    ]);
  });
});
