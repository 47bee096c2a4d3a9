import { describe, expect, it } from "vitest";
import { retiredWords } from "./retired-words.rule.ts";

function check(path: string, text: string): readonly string[] {
  const map = new Map([[path, text]]);
  const none = new Map<string, string>();
  const isDocument = path.endsWith(".md");
  return retiredWords({ files: isDocument ? none : map, documents: isDocument ? map : none, topLevel: [] });
}

describe("retired words", () => {
  it.each([
    ["gateway/src/a.ts", "export function createDeliveryDesk() {}", "Desk"],
    ["gateway/src/a.ts", "const event_bell = 1;", "bell"],
    ["gateway/src/a.ts", "// the twin of an event", "twin"],
    ["gateway/src/a.ts", 'log.warn("event_upkeep_failed");', "upkeep"],
    ["core/src/a.ts", "await flights.takeOff();", "take Off"],
    ["core/src/a.ts", "export const obeyOrders = 1;", "obey Orders"],
    ["core/src/a.ts", "export interface SessionWish {}", "Wish"],
    ["test/a.ts", "export interface DateReading {}", "Reading"],
    ["test/a.ts", "export const createPeople = 1;", "People"],
    ["test/a.ts", 'throw new Error("the body has 2 mistakes");', "mistakes"],
    ["README.md", "The catalog is loaded at the start.", "catalog"],
    ["deploy/README.md", "An applicant's lot is stable.", "lot"],
  ])("are refused in %s: %s", (path, text, word) => {
    expect(check(path, text)).toEqual([expect.stringContaining(`${path}: says "${word}"`)]);
  });

  it.each([
    ["gateway/src/a.ts", "// Reading the body takes time; people wait. Indeed a pilot."],
    ["gateway/src/a.ts", "select * from pg_catalog.pg_class"],
    ["gateway/src/a.ts", "const reading = 1; const people = 2;"],
    ["test/architecture/supply-chain/a.ts", "Object.values(workspace.catalog)"],
    ["README.md", "People's data; a front page; 3 slots."],
    ["CHANGELOG.md", "`mistakes[]` is `issues[]` now."],
  ])("are not found in %s: %s", (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});
