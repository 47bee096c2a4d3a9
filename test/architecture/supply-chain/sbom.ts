import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A package, as CycloneDX names it. */
export interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly externalReferences?: readonly { readonly hashes?: readonly { readonly alg: string }[] }[];
}

export interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly Component[];
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Everything that a gateway in production runs with, by pnpm, which knows the lockfile best. */
export function readSbom(): Sbom {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--prod", "--sbom-type", "application"];
  const packages = ["--filter", "@kyc-gateway/gateway", "--filter", "./adapters/*"];
  const text = execFileSync("pnpm", [...args, ...packages], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(text) as Sbom;
}

/** As package.json spells it. */
export function nameOf({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}
