import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import buildConsole from "../support/console.global-setup.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

const build = join(import.meta.dirname, "../../gateway/console/dist/web");
let harness: Harness;
let anybody: ApiClient;
beforeAll(async () => {
  await buildConsole();
  harness = await startHarness();
  anybody = createApiClient(harness.gateway.url);
});
afterAll(async () => {
  await anybody.close();
  await harness[Symbol.asyncDispose]();
});

async function listAssets(): Promise<readonly string[]> {
  const { text } = await anybody.get("/console");
  return [...text.matchAll(/"(\/console\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
}

describe("the console's page", () => {
  it.each([
    "/console",
    "/console/",
    "/console/sessions/0198",
    "/console/inbox?state=parked",
    "/console/..%2f..%2fpackage.json",
  ])("is at %s, is never stored, and may load nothing but files of its own origin", async (path) => {
    const { status, headers, text } = await anybody.get(path);
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|https?:\/\//);
  });

  it("names assets that are kept for good, compressed where the browser takes it", async () => {
    const assets = await listAssets();
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      const { status, headers, text } = await anybody.get(path);
      expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
      expect(headers["content-encoding"]).toBeUndefined();
      const read = (coding: string) =>
        anybody.request("GET", path, { headers: { "accept-encoding": coding } });
      const codings = await Promise.all(["br, gzip", "gzip", "br;q=0, gzip;q=0.5", "deflate"].map(read));
      expect(codings.map((answer) => answer.headers["content-encoding"])).toEqual([
        "br",
        "gzip",
        "gzip",
        undefined,
      ]);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it.each([
    "/console/assets/nothing.js",
    "/console/assets/..%2f..%2fpackage.json",
    "/console/assets/%2e%2e%2findex.html",
  ])("is not what %s gets", async (path) => {
    expect(readProblem(await anybody.get(path)).code).toBe("route_not_found");
  });

  it.each(["/consoles", "/console.js"])("is not at %s", async (path) => {
    expect(readProblem(await anybody.get(path)).code).toBe("route_not_found");
  });

  it("takes no request that changes something", async () => {
    expect((await anybody.request("POST", "/console/sessions")).status).toBe(404);
  });
});

/** What a build says of its chunks. */
interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

describe("the first load", () => {
  it("is at most 150 KB compressed: the page, the sign-in, and the screen behind it", () => {
    const manifest = JSON.parse(readFileSync(join(build, "manifest.json"), "utf8")) as Record<string, Chunk>;
    const chunks = new Set(["index.html", "src/screens/overview/overview.tsx"]);
    for (const name of chunks) for (const next of manifest[name]?.imports ?? []) chunks.add(next);
    const styles = Object.keys(manifest).filter((name) => name.endsWith(".css"));
    const files = ["index.html", "preferences.js", "icon.svg"].concat(
      [...chunks, ...styles].flatMap((name) => manifest[name]?.file ?? []),
    );
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(build, file))).length, 0);
    expect(chunks.size).toBeGreaterThan(3);
    expect(styles.length).toBe(1);
    expect(bytes).toBeGreaterThan(60_000);
    expect(bytes).toBeLessThanOrEqual(150_000);
  });
});

describe("KYC_CONSOLE", () => {
  it("off: it is nowhere, and operators' requests are answered as ever", async () => {
    await using off = await startHarness({ env: { KYC_CONSOLE: "off" } });
    expect(readProblem(await off.shop.get("/console")).code).toBe("route_not_found");
    expect(readProblem(await off.shop.get("/admin/v1/me")).code).toBe("unauthenticated");
  });

  it("operations: it is at the operations port with the operators' API, and products are not served there", async () => {
    await using apart = await startHarness({
      env: { KYC_CONSOLE: "operations", KYC_OPERATIONS_PORT: "0" },
    });
    const operations = createApiClient(apart.gateway.operationsUrl);
    expect(readProblem(await apart.shop.get("/console")).code).toBe("route_not_found");
    expect((await operations.get("/console")).status).toBe(200);
    expect(readProblem(await operations.get("/admin/v1/me")).code).toBe("unauthenticated");
    expect(readProblem(await operations.get("/v1/sessions")).code).toBe("route_not_found");
    await operations.close();
  });
});
