import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ignoreLayout, readSection } from "./markers.ts";
import { countFiles, findBrokenLink, listLinks, readDocuments } from "./read-documents.ts";
import { listRoutes } from "./route-table.ts";
import { root, sections } from "./sections.ts";

const documents = readDocuments();

function readDocument(name: string): string {
  return documents.get(name) ?? "";
}

function readTables(): string[] {
  const folder = "gateway/src/platform/database/migrations/";
  const migrations = readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(`${folder}${name}`, root), "utf8"));
  return migrations.flatMap((text) =>
    [...text.matchAll(/create table (\w+)/g)].map(([, table = ""]) => table),
  );
}

const features = readdirSync(new URL("gateway/src/features/", root)).map(
  (name) => `gateway/src/features/${name}`,
);
const largeFeatures = features.filter((folder) => countFiles(folder) > 10);

describe("the documents", () => {
  it.each(sections)("quote the code in $file, $name (pnpm documents writes it anew)", async (section) => {
    const written = readSection(readDocument(section.file), section.name);
    expect(ignoreLayout(written)).toEqual(ignoreLayout(await section.render()));
  });

  it.each(readTables())("say what the table %s is for", (table) => {
    expect(readDocument("gateway/src/platform/database/README.md")).toContain(`\`${table}\``);
  });

  it.each([...documents.keys()])("in %s link only to what is there", (name) => {
    const links = listLinks(name, readDocument(name));
    expect(links.map((link) => findBrokenLink(documents, link)).filter(Boolean)).toEqual([]);
  });

  it("tell a link that leads nowhere", () => {
    const text =
      "[a](b.md) [c](../README.md#the-main-job) [d](../README.md#nothing) [e](#f)\n```\n[g](h.md)\n```";
    const links = listLinks("deploy/x.md", text);
    const broken = links.map((link) => findBrokenLink(new Map([...documents, ["deploy/x.md", text]]), link));
    expect(broken).toEqual([
      "deploy/b.md is not there",
      undefined,
      "README.md has no heading #nothing",
      "deploy/x.md is not there",
    ]);
  });

  it.each([
    ["README.md", 120],
    ["ARCHITECTURE.md", 200],
    ...largeFeatures.map((folder): [string, number] => [`${folder}/README.md`, 60]),
    ...[...documents.keys()]
      .filter((name) => name.startsWith("gateway/decisions/"))
      .map((name): [string, number] => [name, 40]),
  ])("%s has at most %i lines", (name, most) => {
    expect(readDocument(name).trimEnd().split("\n").length).toBeLessThanOrEqual(most);
    expect(readDocument(name)).not.toBe("");
  });
});

describe("names in the documents", () => {
  const reference = readDocument("deploy/reference.md");
  const readNames = (section: string) => new Set(readSection(reference, section).match(/\w+/g));

  it.each([...documents.keys()].filter((name) => name !== "CHANGELOG.md"))(
    "of variables are those that there are: %s",
    (name) => {
      // One is a variable of the web application that calls the gateway.
      const variables = readNames("configuration").add("KYC_SERVICE_URL");
      const named = readDocument(name).match(/\b(?:KYC|DATABASE)_[A-Z_]+\b/g) ?? [];
      expect(named.filter((variable) => !variables.has(variable))).toEqual([]);
    },
  );

  it("of metrics are those that there are, where alerts are made of them", () => {
    const metrics = readNames("metrics");
    const alerts = readDocument("deploy/README.md").split("## Alerts\n")[1]?.split("\n## ")[0] ?? "";
    const named = `${alerts}${readDocument("deploy/prometheus/runbook.md")}`.match(/\bkyc_[a-z_]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((metric) => !metrics.has(metric))).toEqual([]);
  });
});

describe("a feature above ten files", () => {
  it.each(largeFeatures)("%s says its routes, flow, tables and failure answers", (folder) => {
    const text = readDocument(`${folder}/README.md`);
    for (const part of [/^\| Route /m, /^## Flow/m, /^1\. /m, /^## Tables$/m, /^## Failure answers$/m])
      expect(text).toMatch(part);
  });

  it.each(largeFeatures)("%s names only files that there are", (folder) => {
    const sources = readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" });
    const named = [...readDocument(`${folder}/README.md`).matchAll(/`([\w./-]+\.ts)`/g)].map(
      ([, path = ""]) => path,
    );
    const missing = named.filter(
      (path) => !existsSync(new URL(path, root)) && !sources.some((name) => `/${name}`.endsWith(`/${path}`)),
    );
    expect(missing).toEqual([]);
  });

  it.each(largeFeatures)("%s names only routes that there are", (folder) => {
    const routes = listRoutes();
    const named = [
      ...readDocument(`${folder}/README.md`).matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`…?]*)`/g),
    ];
    const unknown = named
      .map(([, route = ""]) => route.replaceAll(/:\w+/g, "*"))
      .filter((route) => !routes.has(route));
    expect(named.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });
});

describe("the decisions", () => {
  const files = [...documents.keys()].filter((name) => name.startsWith("gateway/decisions/"));
  const numbers = files.map((name) => Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));

  it("have a number each", () => {
    expect(numbers.filter((number) => !(number > 0))).toEqual([]);
    expect(numbers.length).toBe(new Set(numbers).size);
  });

  it.each(files)("%s has its number in its title", (name) => {
    const number = Number(/\d{4}/.exec(name)?.[0]);
    expect(readDocument(name).startsWith(`# ${number}. `)).toBe(true);
  });
});

describe("what a newcomer asks", () => {
  it.each([
    ["how do I verify an event in TypeScript", "contracts/http-api/README.md#verify-an-event-in-typescript"],
    ["how do I verify an event in Python", "contracts/http-api/README.md#verify-an-event-in-python"],
    ["how do I receive events on localhost", "contracts/http-api/README.md#receive-events-on-localhost"],
    ["what do I set to go live", "deploy/README.md#go-live"],
    ["what does this error mean", "contracts/http-api/README.md#errors"],
    ["how do I restore a backup", "deploy/README.md#restore-a-backup"],
  ])("%s: is answered within two clicks from the README", (_question, answer) => {
    const first = listLinks("README.md", readDocument("README.md"));
    const second = first.flatMap(({ path }) => listLinks(path, documents.get(path) ?? ""));
    const reached = [...first, ...second].map(({ path, anchor }) => `${path}#${anchor ?? ""}`);
    expect(reached).toContain(answer);
    const [path = "", anchor] = answer.split("#");
    expect(findBrokenLink(documents, { path, anchor })).toBeUndefined();
  });
});

describe("the files that a request passes", () => {
  const [, section = ""] = readDocument("ARCHITECTURE.md").split("## Files that a request passes\n");
  const flows = section
    .split("\n## ")[0]
    ?.split(/^\*\*/m)
    .slice(1)
    .map((flow): [string, readonly string[]] => [
      flow.split("**")[0] ?? "",
      [...flow.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = ""]) => path),
    ]);

  it("are listed for four flows", () => {
    expect(flows?.map(([name]) => name)).toEqual([
      "`POST /v1/sessions`",
      "A webhook until its event is posted",
      "`GET /v1/sessions/:id`",
      "`kyc-gateway apply -f`",
    ]);
  });

  it.each(flows ?? [])("are there: %s", (_name, paths) => {
    const missing = paths.filter(
      (path) => !existsSync(new URL(path.startsWith("core/") ? path : `gateway/src/${path}`, root)),
    );
    expect(paths.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  it.each([
    ["`POST /v1/sessions`", 20],
    ["A webhook until its event is posted", 20],
    ["`GET /v1/sessions/:id`", 10],
  ])("are few enough to be followed: %s at most %d", (name, most) => {
    const paths = flows?.find(([flow]) => flow === name)?.[1] ?? [];
    expect(new Set(paths).size).toBeLessThanOrEqual(most);
  });
});
