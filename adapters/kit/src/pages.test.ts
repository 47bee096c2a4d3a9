import { expect, it } from "vitest";
import { readPages, type ProviderPage } from "./pages.ts";

type Page = ProviderPage<string, number>;

async function readAll(pages: readonly Page[], maxPages = 10): Promise<readonly string[]> {
  const read = readPages<string, number>({
    operation: "list",
    maxPages,
    keyOf: (item) => item,
    fetchPage: async (position = 0) => pages[position] ?? { items: [] },
  });
  const items: string[] = [];
  for await (const item of read) items.push(item);
  return items;
}

it("reads every item of every page once, in order", async () => {
  expect(await readAll([{ items: ["a", "b"], next: 1 }, { items: [], next: 2 }, { items: ["c"] }])).toEqual([
    "a",
    "b",
    "c",
  ]);
});

it("gives an item once that moved to the next page while the list was read", async () => {
  expect(await readAll([{ items: ["a", "b"], next: 1 }, { items: ["b", "c"] }])).toEqual(["a", "b", "c"]);
});

it.each<[string, readonly Page[]]>([
  [
    "to itself",
    [
      { items: ["a"], next: 1 },
      { items: ["b"], next: 1 },
    ],
  ],
  [
    "in a circle",
    [
      { items: ["a"], next: 1 },
      { items: ["b"], next: 2 },
      { items: ["c"], next: 1 },
    ],
  ],
])("refuses a page that leads %s", async (_name, pages) => {
  await expect(readAll(pages)).rejects.toMatchObject({ code: "response_unrecognised" });
});

it("refuses a list without end instead of cutting it", async () => {
  const endless = Array.from({ length: 20 }, (_, index) => ({ items: [String(index)], next: index + 1 }));
  await expect(readAll(endless, 5)).rejects.toMatchObject({ code: "response_unrecognised" });
});

it("fetches no further than it is read", async () => {
  const asked: (number | undefined)[] = [];
  const fetchPage = async (position?: number): Promise<Page> => {
    asked.push(position);
    return { items: [String(position)], next: (position ?? 0) + 1 };
  };
  const items = readPages<string, number>({
    operation: "list",
    maxPages: 9,
    keyOf: (item) => item,
    fetchPage,
  });
  await items.next();
  await items.return();
  expect(asked).toEqual([undefined]);
});
