import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ignoreLayout, readSection } from "./markers.ts";
import { root, sections } from "./sections.ts";

const documents = ["README.md", "ARCHITECTURE.md", "SECURITY.md"];

function readDocument(name: string): string {
  return readFileSync(new URL(name, root), "utf8");
}

function readDependencies(): string[] {
  const { dependencies } = JSON.parse(readDocument("gateway/package.json")) as { dependencies: object };
  return Object.keys(dependencies).filter((name) => !name.startsWith("@kyc-gateway/"));
}

function readTables(): string[] {
  const folder = "gateway/src/platform/database/migrations/";
  const migrations = readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readDocument(`${folder}${name}`));
  return migrations.flatMap((text) =>
    [...text.matchAll(/create table (\w+)/g)].map(([, table = ""]) => table),
  );
}

describe("the documents", () => {
  it.each(sections)("quote the code in $file, $name (pnpm documents writes it anew)", async (section) => {
    const written = readSection(readDocument(section.file), section.name);
    expect(ignoreLayout(written)).toEqual(ignoreLayout(await section.render()));
  });

  it.each(readDependencies())("say why the gateway depends on %s", (name) => {
    expect(readDocument("ARCHITECTURE.md")).toContain(`\`${name}\``);
  });

  it.each(readTables())("say what the table %s is for", (table) => {
    expect(readDocument("ARCHITECTURE.md")).toContain(`\`${table}\``);
  });

  it.each(documents)("%s links only to what is there", (name) => {
    const targets = [...readDocument(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, target]) => target,
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !existsSync(new URL(target ?? "", root)))).toEqual([]);
  });

  it.each(documents)("%s has the headings that it links to", (name) => {
    const text = readDocument(name);
    const headings = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => toAnchor(title)));
    const wanted = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(wanted.filter((anchor) => !headings.has(anchor ?? ""))).toEqual([]);
  });
});

/** As the usual viewers of Markdown make them. */
function toAnchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}
