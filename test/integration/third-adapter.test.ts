import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createHmac } from "node:crypto";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createModuleImporter, loadAdapters } from "../../gateway/src/features/providers/load-adapters.ts";
import { parseConfig } from "@kyc-gateway/gateway";
import { readProblem } from "../support/api-client.ts";
import { startHarness } from "../support/gateway-harness.ts";
import { installWithNpm } from "../support/npm-place.ts";
import { checkout, createOutOfTree, run } from "../support/out-of-tree.ts";
import { describeGuide, type GuideShell } from "../support/adapter-guide.ts";
import type { OutOfTree } from "../support/out-of-tree.ts";
import { waitFor } from "../support/wait-for.ts";

const packageName = "@kyc-gateway/adapter-verifast";
const patienceMs = 300_000;
const key = Buffer.alloc(32, 7).toString("base64");

let place: OutOfTree;
let folder: string;
let guide: GuideShell;

// A third adapter as ADAPTERS.md has it: made by the generator, outside of the checkout, of published packages alone.
beforeAll(async () => {
  place = await createOutOfTree();
  guide = await describeGuide(place.folder);
  folder = join(place.folder, "verifast-adapter");
  await guide.run(guide.makeOutside.replaceAll("acme", "verifast"));
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
  const kycGateway = { adapters: Object.keys(dependencies) };
  const description = { private: true, dependencies: versions, kycGateway };
  await writeFile(join(host, "package.json"), JSON.stringify(description));
  await place.install(host, dependencies);
  return host;
}

describe("the commands of the guide", () => {
  it("are all run here: whatever is added to it is missed here", () => {
    const { makeInside, makeOutside, examine, sign, packIt } = guide;
    expect(guide.commands).toEqual([makeInside, makeOutside, examine, sign, packIt]);
  });

  it("make a package beside the others of a checkout", async () => {
    const inside = await guide.copyCheckout();
    const output = await guide.run(guide.makeInside, inside);
    expect(output).toContain("made @kyc-gateway/adapter-acme");
    const text = await readFile(join(inside, "adapters/acme/package.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ dependencies: { "@kyc-gateway/adapter-kit": "workspace:*" } });
  });

  it(
    "make a package anywhere else, whose tests say what is to be done",
    async () => {
      await guide.run(guide.makeOutside);
      const fresh = join(place.folder, "acme-adapter");
      await place.install(fresh);
      await expect(guide.run(guide.examine, fresh)).rejects.toThrow(/TODO|failed/);
    },
    patienceMs,
  );

  it("sign a sample by hand as the kit verifies it", async () => {
    const [body = "", signature = ""] = (await guide.run(guide.sign)).trim().split(" ");
    expect(createHmac("sha256", "Webhook-Secret-of-the-samples").update(body).digest("hex")).toBe(signature);
  });
});

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
    "is loaded by a stock gateway beside the built-in ones, from a folder of its own",
    async () => {
      await guide.run(guide.packIt, folder);
      const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
      const host = await installHost({ [packageName]: join(folder, tarball) });
      const { adapters: names, adaptersFrom } = parseConfig(
        {
          KYC_ADAPTERS_FROM: [checkout, host].join(delimiter),
          DATABASE_URL: "postgres://h/d",
          KYC_MASTER_KEY: key,
        },
        "/nowhere",
      );
      expect(names).toEqual(["@kyc-gateway/adapter-identomat", "@kyc-gateway/adapter-ondato", packageName]);
      const adapters = await loadAdapters(names, createModuleImporter(adaptersFrom));
      expect([...adapters.keys()]).toEqual(["identomat", "ondato", "verifast"]);
      const harness = await startHarness({ adapters });
      try {
        const settings = { region: "us", apiKey: "some-api-key", webhookSecrets: ["some-webhook-secret"] };
        const { provisioning } = harness;
        await provisioning.saveConnection({ name: "fast", adapter: "verifast", tenant: "shop", settings });
        const targets = [{ connection: "fast", settings: { level: "standard" } }];
        await provisioning.saveFlow({ tenant: "shop", name: "fast", targets });
        expect(adapters.get("verifast")?.origins(settings)).toEqual(["https://us.api.verifast.example"]);
        // A stock gateway knows what this adapter refuses.
        const body = { flow: "fast", applicant: { id: "a" }, returnUrl: "https://shop.example/done" };
        const preview = await waitFor(async () => {
          const answer = await harness.shop.createSession(body);
          return answer.status === 422 ? undefined : answer;
        });
        expect(readProblem(preview)).toMatchObject({
          code: "invalid_request",
          issues: [{ pointer: "/returnUrl" }],
        });
      } finally {
        await harness[Symbol.asyncDispose]();
      }
    },
    patienceMs,
  );
});

describe("what is published", () => {
  const sources = ["contracts/adapter-spec", "adapters/kit", "test/conformance"].map((path) =>
    join(checkout, path),
  );

  it(
    "is whole: what it exports is built and in it, and nothing in it is of a workspace",
    async () => {
      for (const source of sources) {
        const tarball = await place.pack(source);
        const text = await run(place.folder, "tar", "-xOf", tarball, "package/package.json");
        expect(text).not.toMatch(/: "[a-z]+:(?!\/\/)|@kyc-gateway\/source/);
        const files = new Set((await run(place.folder, "tar", "-tf", tarball)).split("\n"));
        const exported = [...text.matchAll(/"\.\/(dist\/[^"]+)"/g)].map(([, file]) => `package/${file}`);
        expect(exported.length).toBeGreaterThan(1);
        expect(exported.filter((file) => !files.has(file))).toEqual([]);
        expect([...files].filter((file) => file.includes(".test."))).toEqual([]);
      }
    },
    patienceMs,
  );

  it(
    "is installed by npm from its tarballs into an empty folder, and examines an adapter there",
    async () => {
      const installed = await installWithNpm(place, [...sources, folder]);
      const script = [
        'import { runConformance, formatResult } from "@kyc-gateway/conformance";',
        `import adapter from "${packageName}";`,
        `const entry = new URL(import.meta.resolve("${packageName}"));`,
        `const samples = new URL("file://${folder}/src/fixtures/conformance.json");`,
        "const result = await runConformance({ adapter, entry, samples });",
        "console.log(formatResult(result));",
      ];
      await writeFile(join(installed, "examine.js"), script.join("\n"));
      expect(await run(installed, "node", "examine.js")).toContain("verifast 0.1.0 conforms");
    },
    patienceMs,
  );
});
