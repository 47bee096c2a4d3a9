import type { Adapter } from "@kyc-gateway/adapter-spec/v1";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigurationError } from "../../platform/config/parse-config.ts";
import { createModuleImporter, loadAdapters } from "./load-adapters.ts";
import { facets, findFacetIssues } from "./facets.ts";
import { findAdapterIssues } from "./verify-adapter.ts";

const connection = { sessions: { start: () => undefined, read: () => undefined } } as never;

const connect = (more: object) => ({ ...(connection as object), ...more }) as never;
const method = (): undefined => undefined;

function createAdapter(id = "acme", change: object = {}): Adapter {
  const manifest = {
    specVersion: "v1",
    id,
    displayName: "Acme",
    packageVersion: "1.0.0",
    settingsSchema: { type: "object", properties: { key: { type: "string", "x-secret": true } } },
    flowSchema: { type: "object" },
    capabilities: {
      facets: [],
      checks: ["document"],
      launches: ["url"],
      webhookSchemes: [],
      erasesSessions: false,
      relaunches: false,
    },
    policies: { start: "repeatable", sessionLifetimeMs: 1000, rereadAfterMs: [1000] },
    ...change,
  };
  return { manifest, origins: () => [], connect: () => connection } as unknown as Adapter;
}

async function load(
  modules: Record<string, unknown>,
): Promise<readonly string[] | ReadonlyMap<string, Adapter>> {
  const importModule = async (name: string) => {
    if (!(name in modules)) throw Object.assign(new Error("away"), { code: "ERR_MODULE_NOT_FOUND" });
    return { default: modules[name] };
  };
  try {
    return await loadAdapters(
      [...Object.keys(modules), ...("missing" in modules ? ["nowhere"] : [])],
      importModule,
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

describe("adapters", () => {
  it("are found under their ids", async () => {
    const adapters = await load({ one: createAdapter("one"), two: createAdapter("two") });
    expect([...(adapters as ReadonlyMap<string, Adapter>).keys()]).toEqual(["one", "two"]);
  });

  it("are refused together, each with its package and its issue", async () => {
    const issues = await load({
      good: createAdapter("good"),
      duplicate: createAdapter("good"),
      empty: undefined,
      old: createAdapter("old", { specVersion: "v0" }),
      missing: createAdapter("m", { id: "Not An Id" }),
    });
    expect(issues).toEqual([
      expect.stringMatching(/duplicate: its id "good" is taken by good/),
      expect.stringMatching(/empty: its default export is not an adapter/),
      expect.stringMatching(/old: manifest.specVersion is "v0"/),
      expect.stringMatching(/missing: manifest\.id must be 1 to 40 lower case letters/),
      expect.stringMatching(/nowhere cannot be loaded: it is not installed/),
    ]);
  });

  it.each([
    ["no manifest", { manifest: undefined }],
    ["no connect", { connect: undefined }],
    ["no origins", { origins: 7 }],
  ])("are refused with %s", (_name, change) => {
    expect(findAdapterIssues({ ...createAdapter(), ...change })).not.toEqual([]);
  });

  it.each([
    [
      "a facet that the spec does not know",
      { capabilities: { ...createAdapter().manifest.capabilities, facets: ["telepathy"] } },
    ],
    [
      "webhooks without a scheme",
      { capabilities: { ...createAdapter().manifest.capabilities, facets: ["webhooks"] } },
    ],
    [
      "a schema with a misspelt secret mark",
      { settingsSchema: { type: "object", properties: { k: { type: "string", "x-sekret": true } } } },
    ],
    ["a schema that is none", { flowSchema: { type: "whatever" } }],
    ["no time between reads", { policies: { start: "repeatable", sessionLifetimeMs: 1, rereadAfterMs: [] } }],
    [
      "a policy that is none",
      { policies: { start: "sometimes", sessionLifetimeMs: 1, rereadAfterMs: [1000] } },
    ],
  ])("are refused with %s", (_name, change) => {
    expect(findAdapterIssues(createAdapter("acme", change))).not.toEqual([]);
  });

  it("implement what they declare, and declare what they implement", () => {
    const { manifest } = createAdapter();
    const declared = {
      ...manifest,
      capabilities: { ...manifest.capabilities, facets: ["webhooks"], erasesSessions: true },
    } as typeof manifest;
    expect(findFacetIssues(manifest, connection)).toEqual([]);
    expect(findFacetIssues(declared, connection)).toHaveLength(2);
    expect(findFacetIssues(manifest, { ...(connection as object), webhooks: {} } as never)).toHaveLength(1);
    expect(findFacetIssues(manifest, {} as never)).toEqual([expect.stringContaining("sessions.start")]);
  });

  const declare = (capabilities: object) => {
    const { manifest } = createAdapter();
    return { ...manifest, capabilities: { ...manifest.capabilities, ...capabilities } } as typeof manifest;
  };

  it.each(facets)("lack no declared facet and hide no implemented one: %s", (facet) => {
    const declared = declare({ facets: [facet] });
    expect(findFacetIssues(declared, connection)).toEqual([expect.stringContaining(`"${facet}"`)]);
    expect(findFacetIssues(declare({}), connect({ [facet]: {} }))).toEqual([
      expect.stringContaining(`"${facet}"`),
    ]);
    expect(findFacetIssues(declared, connect({ [facet]: {} }))).not.toEqual([]);
  });

  it.each([
    ["activity.summarise", { summarises: true }, { list: method }],
    ["activity.summarise", { summarises: false }, { list: method, summarise: method }],
    ["screening.watch", { watches: "session" }, { search: method, describe: method, watch: method }],
    ["blocklist.list", { by: ["familyName"], lists: true }, { add: method, remove: method }],
    ["operators.groups", { creates: false, groups: true, roles: [] }, { list: method }],
  ])("implement %s if and only if they declare it: %j", (told, details, members) => {
    const [facet = ""] = told.split(".");
    const declared = declare({ facets: [facet], [facet]: details });
    expect(findAdapterIssues({ ...createAdapter(), manifest: declared })).toEqual([]);
    expect(findFacetIssues(declared, connect({ [facet]: members }))).toEqual([expect.stringContaining(told)]);
  });

  it.each([
    ["a facet that does not say how far it goes", { facets: ["reports"] }],
    ["details of a facet that is not named", { activity: { summarises: true } }],
    ["details of another type", { facets: ["screening"], screening: { watches: "sometimes" } }],
    ["an empty list of what is accepted", { facets: ["faces"], faces: { pictureTypes: [] } }],
  ])("are refused with %s", (_name, capabilities) => {
    expect(findAdapterIssues({ ...createAdapter(), manifest: declare(capabilities) })).not.toEqual([]);
  });
});

describe("several folders", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  async function install(packages: Readonly<Record<string, string>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "kyc-adapters-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(packages)) {
      const own = join(folder, "node_modules", name);
      await mkdir(own, { recursive: true });
      await writeFile(
        join(own, "package.json"),
        JSON.stringify({ name, type: "module", exports: "./index.js" }),
      );
      await writeFile(join(own, "index.js"), text);
    }
    return folder;
  }

  it("give a package from the first that has it", async () => {
    const first = await install({ shared: "export default 1;" });
    const second = await install({ shared: "export default 2;", own: "export default 3;" });
    const importModule = createModuleImporter([first, second]);
    expect((await importModule("shared")).default).toBe(1);
    expect((await importModule("own")).default).toBe(3);
    await expect(importModule("nowhere")).rejects.toMatchObject({ code: "MODULE_NOT_FOUND" });
  });

  it("do not stand in for a package that is there and broken", async () => {
    const first = await install({ shared: "throw new TypeError('broken');" });
    const second = await install({ shared: "export default 2;" });
    await expect(createModuleImporter([first, second])("shared")).rejects.toThrow("broken");
  });
});
