import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { findPackageFolder } from "../subject/package-folder.ts";
import type { PreparedSubject } from "../subject/subject.ts";

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly files?: readonly string[];
  readonly exports?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const installScripts = ["preinstall", "install", "postinstall", "prepare"];
const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Packages of the gateway that are the gateway's own. */
const forbidden = /^@kyc-gateway\/(?!adapter-spec(?:\/|$)|adapter-kit(?:\/|$))/;
const importForm = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g;

export const packageGroup: CheckGroup = {
  id: "package",
  title: "package shape",
  advice:
    "Compare package.json with that of adapters/template; ADAPTERS.md, step 1, says what each member is for.",
  list: (subject) => ({
    checks: [
      { name: "has a name, a version and is an ES module", run: () => checkHead(readPackage(subject)) },
      { name: "has the version that its manifest tells", run: () => checkVersion(subject) },
      { name: "exports its entry built and typed", run: () => checkExports(subject) },
      { name: "publishes what it exports", run: () => checkFiles(readPackage(subject)) },
      {
        name: "depends on nothing of the gateway but spec and kit",
        run: () => checkDependencies(readPackage(subject)),
      },
      { name: "runs nothing when it is installed", run: () => checkScripts(readPackage(subject)) },
      { name: "imports only what it depends on", run: () => checkImports(subject) },
    ],
  }),
};

function readPackage({ entry }: PreparedSubject): PackageJson {
  return JSON.parse(readFileSync(new URL("package.json", findPackageFolder(entry)), "utf8")) as PackageJson;
}

function checkHead({ name, version, type }: PackageJson): void {
  const problems = [
    ...(name === undefined ? ["package.json has no name: the gateway loads adapters by it"] : []),
    ...(version !== undefined && exactVersion.test(version)
      ? []
      : ["package.json has no version like 1.2.3"]),
    ...(type === "module" ? [] : ['package.json must say "type": "module"']),
  ];
  refuseAll(problems);
}

function checkVersion(subject: PreparedSubject): void {
  const { version } = readPackage(subject);
  const { packageVersion } = subject.adapter.manifest;
  if (version !== packageVersion) {
    refuse(
      `package.json says version ${version}, the manifest's packageVersion ${packageVersion}: make them equal`,
    );
  }
}

function checkExports(subject: PreparedSubject): void {
  const { exports } = readPackage(subject);
  const root = (exports as Readonly<Record<string, unknown>> | undefined)?.["."];
  const conditions =
    typeof root === "object" && root !== null ? (root as Readonly<Record<string, unknown>>) : {};
  const { types, default: entry } = conditions;
  const problems = [
    ...(typeof entry === "string" && /\.m?js$/.test(entry)
      ? []
      : ['exports["."].default must be the built JavaScript file']),
    ...(typeof types === "string" && types.endsWith(".d.ts")
      ? []
      : ['exports["."].types must be its .d.ts file']),
  ];
  refuseAll(problems.length > 0 ? problems : findUnbuilt(subject, [String(entry), String(types)]));
}

/** Where there is a build, it holds what is exported; without one there is nothing to look at yet. */
function findUnbuilt({ entry }: PreparedSubject, files: readonly string[]): readonly string[] {
  const folder = findPackageFolder(entry);
  const isBuilt = existsSync(new URL(`${files[0]?.split("/")[1] ?? "dist"}/`, folder));
  const missing = files.filter((file) => !existsSync(new URL(file, folder)));
  return isBuilt ? missing.map((file) => `${file} is exported and was not built: build again`) : [];
}

function checkFiles({ files, exports }: PackageJson): void {
  const folder = /"default":"\.\/([^/"]+)\//.exec(JSON.stringify(exports ?? {}))?.[1] ?? "dist";
  if (files !== undefined && !files.includes(folder)) refuse(`"files" in package.json lacks "${folder}"`);
}

function listDependencies(manifest: PackageJson): readonly string[] {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  });
}

function checkDependencies(manifest: PackageJson): void {
  refuseAll(
    listDependencies(manifest)
      .filter((name) => forbidden.test(name))
      .map((name) => `must not depend on ${name}: an adapter knows only the plugin interface and the kit`),
  );
}

function checkScripts({ scripts = {} }: PackageJson): void {
  const found = installScripts.filter((name) => name !== "prepare" && scripts[name] !== undefined);
  refuseAll(
    found.map(
      (name) => `package.json has the script "${name}", which runs on every machine that installs it`,
    ),
  );
}

function checkImports(subject: PreparedSubject): void {
  const known = new Set(listDependencies(readPackage(subject)));
  const problems = listSourceFiles(new URL("./", subject.entry)).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(importForm)]
      .map(([, specifier = ""]) => specifier)
      .filter((specifier) => !specifier.startsWith(".") && !isBuiltin(specifier))
      .map((specifier) =>
        specifier
          .split("/")
          .slice(0, specifier.startsWith("@") ? 2 : 1)
          .join("/"),
      )
      .filter((name) => !known.has(name))
      .map(
        (name) =>
          `${file.pathname.split("/").slice(-2).join("/")} imports ${name}, which package.json does not depend on`,
      ),
  );
  refuseAll([...new Set(problems)]);
}

/** What is published of the folder: tests and what only tests use may import more. */
function listSourceFiles(folder: URL): readonly URL[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      const isOwn = !/^(?:node_modules|testing|fixtures|dist)$/.test(entry.name);
      return isOwn ? listSourceFiles(new URL(`${entry.name}/`, folder)) : [];
    }
    const isSource = /\.(?:ts|js|mjs)$/.test(entry.name) && !/\.test\.|\.d\.ts$/.test(entry.name);
    return isSource ? [new URL(entry.name, folder)] : [];
  });
}
