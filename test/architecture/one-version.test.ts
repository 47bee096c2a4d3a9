import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;

/** Every package of the workspace. Test packages that play somebody else's adapter have versions of their own. */
const manifests = globSync(
  ["package.json", "*/package.json", "{contracts,adapters,deploy,test}/*/package.json"],
  {
    cwd: root,
    exclude: (path) => path.includes("node_modules"),
  },
);

describe("API and packages have one version", () => {
  const { version } = read("package.json");

  it("in more than ten packages", () => {
    expect(manifests.length).toBeGreaterThan(10);
  });

  it.each(manifests)("%s", (path) => {
    expect(read(path)["version"]).toBe(version);
  });

  it("in the OpenAPI document", () => {
    expect(read("contracts/http-api/openapi.json")["info"]).toMatchObject({ version });
  });

  it("and the changelog has a chapter for it, or says that it is not released", () => {
    const text = readFileSync(join(root, "CHANGELOG.md"), "utf8");
    expect(text).toMatch(new RegExp(`^## \\[(Unreleased|${String(version)})\\]`, "m"));
  });
});
