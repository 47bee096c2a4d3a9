import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
/** Beside this file, so that `vitest` is found from there. */
const place = join(import.meta.dirname, "progress-");

const files = {
  "one.test.js": `import { it } from "vitest"; it("holds", () => {}); it("holds too", () => {});`,
  "two.test.js": `import { expect, it } from "vitest"; it("fails", () => expect(1).toBe(2));`,
  "three.test.js": `import "./nowhere.js";`,
  "vitest.config.js": `import Progress from "./progress.reporter.ts";
    export default { test: { name: "sample", reporters: [new Progress()], include: ["*.test.js"] } };`,
};

it("prints one plain line for each file, its failures, and at the end the slowest files", async () => {
  const folder = await mkdtemp(place);
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await cp(join(import.meta.dirname, "progress.reporter.ts"), join(folder, "progress.reporter.ts"));
    const output = await run(folder);
    expect(output).not.toContain("\u001b");
    expect(output.match(/^\d\/3 \d+:\d\d [✓✗] sample \w+\.test\.js .*$/gm)).toHaveLength(3);
    expect(output).toMatch(/^3\/3 /m);
    expect(output).toMatch(/✓ sample one\.test\.js \(2 tests, \d+\.\d s\)/);
    expect(output).toMatch(/✗ sample two\.test\.js \(1 test, .*\n {2}✗ fails: expected 1 to be 2.*\n/);
    expect(output).toMatch(/✗ sample three\.test\.js \(0 tests/);
    expect(output).toMatch(/AssertionError: expected 1 to be 2/);
    expect(output).toMatch(/The files that took longest:\n(?: {2}sample .*\n){3}/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function run(folder: string): Promise<string> {
  const env = { PATH: process.env["PATH"], CI: "true", NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(process.execPath, [vitest, "run"], { cwd: folder, env }, (_failure, stdout, stderr) =>
      resolve(`${stdout}\n${stderr}`),
    );
  });
}
