import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readOffsetList, type OffsetPage } from "./offset-list.ts";

/** A provider whose list is as `states` have it, one request after the other; the last stays. */
function createProvider(states: readonly (readonly string[])[]) {
  const asked: number[] = [];
  const fetchPage = async (start: number, limit: number): Promise<OffsetPage<string>> => {
    const now = states[Math.min(asked.length, states.length - 1)] ?? [];
    asked.push(start);
    return { items: now.slice(start, start + limit), total: now.length };
  };
  return { asked, fetchPage };
}

const read = (fetchPage: ReturnType<typeof createProvider>["fetchPage"], options = {}) =>
  readOffsetList({ operation: "list", pageLength: 3, keyOf: (item: string) => item, fetchPage, ...options });

it("reads every item once, in order, whatever the length", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 2, max: 7 }),
      async (length, pageLength) => {
        const items = Array.from({ length }, (_, index) => `item-${index}`);
        expect(await read(createProvider([items]).fetchPage, { pageLength })).toEqual(items);
      },
    ),
  );
});

const letters = "abcdefg".split("");

it.each<[string, readonly string[]]>([
  ["lost one before", letters.slice(1)],
  ["got one before", ["z", ...letters]],
  ["lost one behind", letters.slice(0, -1)],
  ["is another one", "tuvwxyz".split("")],
  ["is empty", []],
])("reads a list again that meanwhile %s", async (_name, later) => {
  const { asked, fetchPage } = createProvider([letters, later]);
  expect(await read(fetchPage)).toEqual(later);
  expect(asked.filter((start) => start === 0).length).toBeGreaterThan(1);
});

it("gives a list up that moves all the time", async () => {
  const states = Array.from({ length: 40 }, (_, index) => letters.map((letter) => `${letter}${index}`));
  await expect(read(createProvider(states).fetchPage)).rejects.toMatchObject({ code: "unavailable" });
});

it.each<[string, OffsetPage<string>]>([
  ["has one twice", { items: ["a", "a"], total: 2 }],
  ["says that there is more than it gives", { items: ["a"], total: 5 }],
  ["gives nothing of what it has", { items: [], total: 1 }],
])("gives a list up that %s", async (_name, page) => {
  await expect(read(async () => page)).rejects.toMatchObject({ code: "unavailable" });
});

it("refuses a list without end instead of cutting it", async () => {
  const endless = Array.from({ length: 1000 }, (_, index) => String(index));
  await expect(read(createProvider([endless]).fetchPage, { maxPages: 5 })).rejects.toMatchObject({
    code: "response_unrecognised",
  });
});
