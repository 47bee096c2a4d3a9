import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAdapterPackage } from "../../gateway/src/cli/adapter-new/create-adapter-package.ts";
import { createModuleImporter, loadAdapters } from "../../gateway/src/features/providers/load-adapters.ts";
import { checkout, createOutOfTree, run } from "../support/out-of-tree.ts";
import type { OutOfTree } from "../support/out-of-tree.ts";

const packageName = "kyc-gateway-adapter-verifast";
const patienceMs = 300_000;

let place: OutOfTree;
let folder: string;

// A third adapter as ADAPTERS.md has it: made by the generator, outside of the checkout, of published packages alone.
beforeAll(async () => {
  place = await createOutOfTree();
  folder = join(place.folder, "verifast");
  const templateFolder = join(checkout, "adapters", "template");
  await createAdapterPackage({ name: "verifast", targetFolder: folder, templateFolder });
  await cp(join(checkout, "test/conformance/fixtures/third-adapter/src"), join(folder, "src"), {
    recursive: true,
  });
  await place.install(folder);
}, patienceMs);

afterAll(() => rm(place.folder, { recursive: true }));

/** Installs packages where a gateway would have its adapters. */
async function installHost(dependencies: Readonly<Record<string, string>>): Promise<string> {
  const host = join(place.folder, "host");
  await mkdir(host);
  const versions = Object.fromEntries(Object.keys(dependencies).map((name) => [name, "0.1.0"]));
  await writeFile(join(host, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  await place.install(host, dependencies);
  return host;
}

describe("a third adapter, outside of the checkout", () => {
  it("compiles against the published types, all of them", async () => {
    await run(
      folder,
      join(folder, "node_modules/.bin/tsc"),
      "-p",
      "tsconfig.json",
      "--skipLibCheck",
      "false",
    );
  }, 60_000);

  it("does not compile against what the types forbid: they are there, and no anything", async () => {
    const wrong = join(folder, "src", "wrong.ts");
    const lines = [
      'import type { Manifest } from "@kyc-gateway/adapter-spec/v1";',
      'import { defineVocabulary } from "@kyc-gateway/adapter-kit";',
      'import { describeConformance } from "@kyc-gateway/conformance";',
      'export const version: Manifest["specVersion"] = "v2";',
      'export const words = defineVocabulary<"a" | "b", number>("word", { a: 1 });',
      "describeConformance({});",
    ];
    await writeFile(wrong, lines.join("\n"));
    const compilation = run(folder, join(folder, "node_modules/.bin/tsc"), "--noEmit", "-p", "tsconfig.json");
    const { message } = await compilation.then(
      () => new Error("it compiled"),
      (error: Error) => error,
    );
    await rm(wrong);
    const places = [...message.matchAll(/wrong\.ts\((\d+),\d+\): error/g)].map(([, line]) => Number(line));
    expect([...new Set(places)]).toEqual([4, 5, 6]);
  }, 60_000);

  it(
    "conforms",
    async () => {
      const output = await run(folder, join(folder, "node_modules/.bin/vitest"), "run");
      expect(output).toMatch(/Tests\s+\d{3} passed/);
      expect(output).not.toContain("failed");
    },
    patienceMs,
  );

  it(
    "is failed there when it is broken",
    async () => {
      const status = join(folder, "src/sessions/status.ts");
      const words = await readFile(status, "utf8");
      await writeFile(status, words.replace('stale: "EXPIRED"', 'stale: "APPROVED"'));
      const failure = run(folder, join(folder, "node_modules/.bin/vitest"), "run");
      await expect(failure).rejects.toThrow('translates "stale"');
      await writeFile(status, words);
    },
    patienceMs,
  );

  it(
    "is loaded by the gateway, by its package's name",
    async () => {
      const tarball = await place.pack(folder);
      const host = await installHost({ [packageName]: tarball });
      const adapters = await loadAdapters([packageName], createModuleImporter(host));
      const adapter = adapters.get("verifast");
      expect(adapter?.manifest).toMatchObject({
        displayName: "Verifast",
        capabilities: { launches: ["token"] },
      });
      const settings = { region: "us", apiKey: "some-api-key", webhookSecrets: ["some-webhook-secret"] };
      expect(adapter?.origins(settings)).toEqual(["https://us.api.verifast.example"]);
    },
    patienceMs,
  );
});
