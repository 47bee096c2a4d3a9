import { posix } from "node:path";

/** A package's folder, as the rules name it. Every adapter is `adapters/*`. */
const packages = {
  "contracts/adapter-spec": "@kyc-gateway/adapter-spec",
  "contracts/http-api": "@kyc-gateway/http-api",
  "contracts/client": "@kyc-gateway/client",
  core: "@kyc-gateway/core",
  "adapters/kit": "@kyc-gateway/adapter-kit",
  "adapters/*": "@kyc-gateway/adapter-*",
  "gateway/console": "@kyc-gateway/console",
  gateway: "@kyc-gateway/gateway",
  "test/conformance": "@kyc-gateway/conformance",
  "test/simulators": "@kyc-gateway/simulators",
} as const;

export type PackageKey = keyof typeof packages;

const packageKeys = Object.keys(packages) as readonly PackageKey[];

/** The package that a file of the checkout belongs to; undefined for tests and deployment, which belong to none. */
export function findPackageOfPath(path: string): PackageKey | undefined {
  const [first = "", second = ""] = path.split("/");
  return packageKeys.find((key) => key === first || matches(key, `${first}/${second}`));
}

export function findPackageOfSpecifier(specifier: string): PackageKey | undefined {
  const name = specifier.split("/").slice(0, 2).join("/");
  return packageKeys.find((key) => matches(packages[key], name));
}

function matches(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/** The file that a relative specifier leads to, in the checkout. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

/** Separates one adapter from another: `adapters/a/src/x.ts` is in `adapters/a`. */
export function readPackageFolder(path: string, key: PackageKey): string {
  return path.split("/").slice(0, key.split("/").length).join("/");
}
