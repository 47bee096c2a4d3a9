import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeEnvironment, startHarness, type Harness } from "../support/gateway-harness.ts";
import { spawnNode } from "../support/spawn-node.ts";

const root = join(import.meta.dirname, "../..");

let harness: Harness;
let folder: string;
beforeAll(async () => {
  harness = await startHarness();
  folder = await mkdtemp(join(tmpdir(), "command-modules-"));
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Which modules one command loads, as URLs, and how it ended. */
async function observe(...args: string[]): Promise<{ code: number | null; modules: readonly string[] }> {
  const file = join(folder, `${args.join("-").replaceAll(/\W/g, "_")}.json`);
  const preload = join(root, "test/support/report-process.preload.ts");
  const command = spawnNode({
    script: join(root, "gateway/src/cli/main.ts"),
    args,
    cwd: join(root, "test"),
    env: {
      ...describeEnvironment({ databaseUrl: harness.database.url }),
      NODE_OPTIONS: `--import=${preload}`,
      PROCESS_REPORT_FILE: file,
      PROCESS_REPORT_MODULES: "on",
    },
  });
  const { code } = await command.waitForExit();
  const { modules } = JSON.parse(await readFile(file, "utf8")) as { modules: string[] };
  return { code, modules: modules.filter((url) => !url.startsWith("node:")) };
}

/** Of these parts of an address, those that a loaded module has. */
function findLoaded(modules: readonly string[], packages: readonly string[]): readonly string[] {
  return packages.filter((name) => modules.some((url) => url.includes(name)));
}

const http = ["/fastify/", "@fastify/swagger", "@fastify/rate-limit"];
const workers = ["/graphile-worker/", "/opossum/"];
const adapters = ["/adapters/identomat/", "/adapters/ondato/", "/undici/"];
const validators = ["/ajv/"];
const orm = ["@mikro-orm/"];
const database = ["/pg/"];
const schemas = ["@sinclair/typebox", "/http-api/src/index.ts"];

describe("a command loads what it needs", () => {
  it.each([
    ["--help", ["--help"], 20],
    ["--version", ["--version"], 20],
    ["help of one command", ["help", "tenant"], 25],
    ["an unknown command", ["tenants"], 20],
  ])("%s: commander and the list of commands", async (_name, args, most) => {
    const { modules } = await observe(...args);
    expect(
      findLoaded(modules, [...http, ...workers, ...adapters, ...validators, ...orm, ...database]),
    ).toEqual([]);
    expect(modules.length).toBeLessThanOrEqual(most);
  });

  it.each([
    ["start --help", ["start", "--help"]],
    ["a key's help", ["api-key", "add", "--help"]],
    ["a reason that is missing", ["connection", "hold", "shop-identomat"]],
    ["an id that is none", ["api-key", "revoke", "default"]],
  ])("%s: neither database nor HTTP", async (_name, args) => {
    const { modules } = await observe(...args);
    expect(
      findLoaded(modules, [...http, ...workers, ...adapters, ...validators, ...orm, ...database]),
    ).toEqual([]);
  });

  it("connection hold: a pool, one store and the writer of the audit log", async () => {
    const { code, modules } = await observe(
      "connection",
      "hold",
      "shop-identomat",
      "--reason",
      "maintenance",
    );
    expect(code).toBe(0);
    expect(
      findLoaded(modules, [...http, ...workers, ...adapters, ...validators, ...orm, ...schemas]),
    ).toEqual([]);
    expect(modules.length).toBeLessThanOrEqual(150);
  });

  it.each([
    ["api-key list", ["api-key", "list", "shop"]],
    ["operator list", ["operator", "list"]],
    ["audit list", ["audit", "list", "--limit", "1"]],
    ["tenant list", ["tenant", "list"]],
    ["encryption-key status", ["encryption-key", "status"]],
    ["retention --dry-run", ["retention", "--dry-run"]],
  ])("%s: no adapter, no HTTP server, no worker", async (_name, args) => {
    const { code, modules } = await observe(...args);
    expect(code).toBe(0);
    expect(findLoaded(modules, [...http, ...workers, ...adapters])).toEqual([]);
  });

  it("export: the adapters, whose schemas say what is secret, and no HTTP server", async () => {
    const { code, modules } = await observe("export");
    expect(code).toBe(0);
    expect(findLoaded(modules, [...http, "/graphile-worker/"])).toEqual([]);
    expect(findLoaded(modules, ["/adapters/identomat/", "/adapters/ondato/"])).toHaveLength(2);
  });
});
