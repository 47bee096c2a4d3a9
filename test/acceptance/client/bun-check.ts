import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** `pnpm bun-check`: the test of the client's package once more, with Bun as a second runtime. Bun comes from the npm registry. */
const root = join(import.meta.dirname, "../../..");
const version = "1.4.5";
const name = `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
const place = join(root, ".data/tools", `bun-${version}`);
const bun = join(place, "node_modules", name, "bin/bun");

if (!existsSync(bun)) {
  mkdirSync(place, { recursive: true });
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", ["install", "--prefix", place, ...quiet, `${name}@${version}`], { stdio: "inherit" });
}
execFileSync(bun, ["--version"], { stdio: "inherit" });
const vitest = join(root, "node_modules/.bin/vitest");
const file = "test/acceptance/client/client-package.test.ts";
execFileSync(vitest, ["run", "--config", "test/vitest.config.ts", "--project", "acceptance", file], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, KYC_BUN: bun },
});
