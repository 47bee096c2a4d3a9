import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fillIn, readExamples } from "./read-examples.ts";

const folder = mkdtempSync(join(tmpdir(), "kyc-read-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...lines: string[]) => {
  writeFileSync(join(folder, "GUIDE.md"), `${lines.join("\n")}\n`);
  return readExamples(folder, "GUIDE.md");
};

describe("readExamples", () => {
  it("names a block after its heading, and not after a comment of another block", () => {
    const guide = ["# Guide", "## Start", "```sh", "# a comment", "one", "```", "```yaml", "a: 1", "```"];
    expect(read(...guide)).toEqual([
      { name: "GUIDE.md, Start, sh", text: "# a comment\none\n" },
      { name: "GUIDE.md, Start, yaml", text: "a: 1\n" },
    ]);
  });

  it("numbers blocks of one language below one heading", () => {
    const names = read("# Guide", "```sh", "one", "```", "```sh", "two", "```").map(({ name }) => name);
    expect(names).toEqual(["GUIDE.md, Guide, sh", "GUIDE.md, Guide, sh 2"]);
  });

  it.each([
    ["a block without a language", ["```", "one", "```"], "GUIDE.md, Guide, text"],
    ["a block of a list", ["- step", "", "  ```sh", "  one", "  ```"], "GUIDE.md, Guide, sh"],
    ["a block with words after its language", ["```sh title=x", "one", "```"], "GUIDE.md, Guide, sh"],
    [
      "a block of a language with a dash",
      ["```shell-session", "one", "```"],
      "GUIDE.md, Guide, shell-session",
    ],
  ])("overlooks none: %s", (_name, lines, name) => {
    expect(read("# Guide", ...lines)).toEqual([{ name, text: "one\n" }]);
  });
});

describe("fillIn", () => {
  it("takes a value as it is", () => {
    expect(fillIn("KEY=… ID=…", { "KEY=…": "KEY=$&" })).toBe("KEY=$& ID=…");
  });

  it("refuses an example that lost its placeholder", () => {
    expect(() => fillIn("KEY=abc", { "KEY=…": "KEY=1" })).toThrow(/has no "KEY=…"/);
  });
});
