import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { describeEnvironment, startTestGateway } from "../support/gateway-harness.ts";
import { findProgram, spawnGateway } from "../support/spawn-gateway.ts";
import { expectRefusals, listProblems, runToEnd } from "../support/refusals.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { startStopwatch } from "../support/stopwatch.ts";

vi.setConfig({ testTimeout: 90_000 });

const root = join(import.meta.dirname, "../..");

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

function urlOf(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

const start = (env: Record<string, string>) =>
  spawnGateway({ env: describeEnvironment({ databaseUrl: database.url, env }) });

describe("proxy variables, which the gateway does not use,", () => {
  const proxy = "http://user:secret-of-the-proxy@127.0.0.1:9";

  it.each([["HTTPS_PROXY"], ["https_proxy"], ["HTTP_PROXY", "all_proxy"], ["ALL_PROXY", "HTTPS_PROXY"]])(
    "are named by doctor, without their values: %s %s",
    async (...names) => {
      const env = Object.fromEntries(names.filter(Boolean).map((name) => [name, proxy]));
      const { output } = await runToEnd("doctor", database.url, { ...env, NO_PROXY: "localhost" });
      for (const name of Object.keys(env)) expect(output).toContain(name);
      expect(output).toContain("and not used");
      expect(output).toContain("directly");
      expect(output).not.toMatch(/secret-of-the-proxy|NO_PROXY/);
    },
  );

  it("are named at the start, and left out where none is set", async () => {
    const warned = await start({ HTTPS_PROXY: proxy, http_proxy: proxy, ALL_PROXY: "" });
    const line = await warned.waitForLine(/proxy_not_used/, { timeoutMs: 60_000 });
    expect(JSON.parse(line)).toMatchObject({ names: ["HTTPS_PROXY", "http_proxy"] });
    await warned.waitForLine(/gateway_started/, { timeoutMs: 60_000 });
    expect(warned.output).not.toContain("secret-of-the-proxy");
    await warned.stop();
    const silent = await start({ NO_PROXY: "*" });
    await silent.waitForLine(/gateway_started/, { timeoutMs: 60_000 });
    expect(silent.output).not.toContain("proxy_not_used");
    await silent.stop();
  });
});

it("doctor finds nothing wrong with the address of a gateway that runs there", async () => {
  const gateway = await startTestGateway({ databaseUrl: database.url });
  expect(await listProblems(database.url, { PORT: new URL(gateway.url).port })).toEqual([]);
  await gateway.stop();
});

it("doctor leaves a database without a master key as it found it", async () => {
  await using fresh = await createTestDatabase();
  expect(await listProblems(fresh.url)).toEqual([]);
  expect((await fresh.pool.query("select from kyc_keys.masters")).rowCount).toBe(0);
});

it("a start that is refused ends within a second of saying why", async () => {
  const program = await spawnGateway({
    env: describeEnvironment({ databaseUrl: urlOf((url) => (url.pathname = "nowhere")) }),
  });
  await program.waitForLine(/has no database/);
  const watch = startStopwatch();
  expect(await program.waitForExit()).toEqual({ code: 1, signal: null });
  expect(watch.stopMs()).toBeLessThan(1000);
});

describe("a command without a place to write", () => {
  it.each([
    ["start", "/dev/null/data"],
    ["doctor", "/sys/data"],
    ["start", "/proc/data"],
    ["tenant list", "/proc/self/data"],
    ["doctor", "/proc/sys/data"],
    ["tenant list", `${root}/package.json/data`],
  ])("names the folder: %s in %s", async (command, folder) => {
    await expectRefusals([command], { databaseUrl: "", env: { KYC_DATA_FOLDER: folder }, words: folder });
  });

  it.each([
    ["a reader that stops reading", "| head -c 1", { status: 0, stderr: "" }],
    ["a full disk", "> /dev/full", { status: 1, stderr: "The output cannot be written (ENOSPC).\n" }],
    ["a reader that is gone", "| true", { status: 0, stderr: "" }],
  ])("ends without a stack: %s", async (_name, redirection, outcome) => {
    const program = await findProgram();
    const env = describeEnvironment({ databaseUrl: database.url, env: { KYC_ADAPTERS_FROM: program } });
    const line = `"${process.execPath}" "${program}/main.js" doctor ${redirection}`;
    const { status, stderr } = spawnSync("sh", ["-c", line], {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", ...env },
    });
    expect({ status, stderr }).toEqual(outcome);
  });
});
