import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const text = readFileSync(new URL("../../../SECURITY.md", import.meta.url), "utf8");

/** The rows of the table under a heading, each as its cells. */
function readRows(heading: string): string[][] {
  const section = text.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

const testLink = /\]\([\w/.-]+\.(?:test|group)\.ts\)/;

describe("the threat model", () => {
  it("names a test for every attack that it says is stopped", () => {
    const rows = readRows("Attacks");
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(([, , , test = ""]) => !testLink.test(test)).map(([, attack]) => attack)).toEqual([]);
  });

  it("has an answer, with a test, to each of the ten risks of OWASP", () => {
    const rows = readRows("By the OWASP API Security Top Ten (2023)");
    expect(rows.map(([, risk = ""]) => risk.split(" ")[0])).toEqual(
      Array.from({ length: 10 }, (_, index) => `API${index + 1}`),
    );
    expect(rows.filter(([, , answer = ""]) => !testLink.test(answer))).toEqual([]);
  });
});
