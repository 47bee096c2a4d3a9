import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findShown, type SessionCount } from "./suppress-small-cells.ts";

const smallest = 5;
const count = (created: number, ...values: string[]): SessionCount => ({ created, values });
const show = (counts: readonly SessionCount[]): string[] =>
  [...findShown(counts, smallest)].map(({ values }) => values.join("/")).sort();

describe("small counts", () => {
  it("are held back, and with them the smallest other one, which would tell the difference to the whole", () => {
    expect(show([count(20, "GEO"), count(9, "ARM"), count(2, "AZE")])).toEqual(["GEO"]);
  });

  it("need no other one when they hide each other", () => {
    expect(show([count(20, "GEO"), count(3, "ARM"), count(4, "AZE")])).toEqual(["GEO"]);
  });

  it("take along others until they come to enough", () => {
    expect(show([count(20, "GEO"), count(7, "TUR"), count(1, "ARM"), count(1, "AZE")])).toEqual(["GEO"]);
  });

  it("of the whole day hold back all of its parts", () => {
    expect(show([count(2, "GEO"), count(2, "ARM")])).toEqual([]);
    expect(show([count(4, "GEO")])).toEqual([]);
  });

  it("are none where each count is large", () => {
    expect(show([count(5, "GEO"), count(5, "ARM")])).toEqual(["ARM", "GEO"]);
  });

  it("in two dimensions are hidden along both", () => {
    const counts = [
      count(10, "a", "GEO"),
      count(10, "a", "ARM"),
      count(10, "b", "GEO"),
      count(2, "b", "ARM"),
    ];
    expect(show(counts)).toEqual([]);
  });

  it("are not given away by parts of what hides them", () => {
    // By country alone ARM (9) is held back, for AZE (2) is: its hours must not come to it.
    const counts = [count(20, "8", "GEO"), count(20, "9", "GEO"), count(9, "8", "ARM"), count(2, "9", "AZE")];
    expect(show(counts).filter((key) => key.includes("ARM"))).toEqual([]);
  });
});

const table = fc
  .uniqueArray(
    fc.record({
      hour: fc.constantFrom("8", "9", "10"),
      flow: fc.constantFrom("a", "b"),
      country: fc.constantFrom("GEO", "ARM", "AZE", "TUR"),
      created: fc.integer({ min: 1, max: 30 }),
    }),
    { selector: ({ hour, flow, country }) => `${hour}${flow}${country}`, minLength: 1 },
  )
  .map((rows) => rows.map(({ hour, flow, country, created }) => count(created, hour, flow, country)));

/** What a query by these dimensions gets. */
function ask(counts: readonly SessionCount[], dimensions: readonly number[]) {
  const sums = new Map<string, SessionCount>();
  for (const { values, created } of counts) {
    const kept = dimensions.map((dimension) => values[dimension] ?? "");
    const known = sums.get(kept.join("/"))?.created ?? 0;
    sums.set(kept.join("/"), { values: kept, created: known + created });
  }
  const all = [...sums.values()];
  return { all, shown: findShown(all, smallest) };
}

const subsets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

describe("whatever is asked", () => {
  it("no count below the smallest is shown", () => {
    fc.assert(
      fc.property(table, (counts) => {
        for (const dimensions of subsets)
          for (const { created } of ask(counts, dimensions).shown)
            expect(created).toBeGreaterThanOrEqual(smallest);
      }),
    );
  });

  it("no shown count less its shown parts leaves fewer than the smallest, unless it leaves nothing", () => {
    fc.assert(
      fc.property(table, (counts) => {
        for (const dimensions of subsets)
          for (const dropped of dimensions) {
            const parts = ask(counts, dimensions);
            const wholes = ask(
              counts,
              dimensions.filter((dimension) => dimension !== dropped),
            );
            const place = dimensions.indexOf(dropped);
            for (const whole of wholes.shown) {
              const key = whole.values.join("/");
              const line = [...parts.shown].filter(
                ({ values }) => values.filter((_, at) => at !== place).join("/") === key,
              );
              const left = whole.created - line.reduce((sum, { created }) => sum + created, 0);
              expect(left === 0 || left >= smallest).toBe(true);
            }
          }
      }),
    );
  });

  it("no count that is held back is the sum of its shown parts", () => {
    fc.assert(
      fc.property(table, (counts) => {
        for (const dimensions of subsets)
          for (const dropped of dimensions) {
            const parts = ask(counts, dimensions);
            const wholes = ask(
              counts,
              dimensions.filter((dimension) => dimension !== dropped),
            );
            const place = dimensions.indexOf(dropped);
            const held = wholes.all.filter((whole) => !wholes.shown.has(whole));
            const keys = new Set(held.map(({ values }) => values.join("/")));
            for (const { values } of parts.shown)
              expect(keys.has(values.filter((_, at) => at !== place).join("/"))).toBe(false);
          }
      }),
    );
  });
});
