import { describe, expect, it } from "vitest";
import { addCosts, computeCost, createRates, presentCost } from "./session-costs.ts";

const prices = [
  {
    validFrom: "2026-03-01",
    currency: "EUR",
    perSession: "0.10",
    perDecision: "1.25",
    perAttempt: "0.000001",
  },
  { validFrom: "2026-01-01", currency: "EUR", perDecision: "2" },
  { validFrom: "2026-02-01", currency: "GEL", perSession: "999999.999999" },
] as const;
const findRates = createRates(new Map([["priced", prices]]));
const compute = (day: string) =>
  computeCost(findRates("priced", Date.parse(`${day}T00:00:00Z`)), { launched: 10, decided: 4, attempts: 3 });
const present = (day: string) => presentCost(compute(day));

describe("the cost of sessions", () => {
  it.each([
    ["2025-12-31", []],
    ["2026-01-01", [{ currency: "EUR", amount: "8.00" }]],
    [
      "2026-02-01",
      [
        { currency: "EUR", amount: "8.00" },
        { currency: "GEL", amount: "9999999.99999" },
      ],
    ],
    [
      "2026-03-01",
      [
        { currency: "EUR", amount: "6.000003" },
        { currency: "GEL", amount: "9999999.99999" },
      ],
    ],
  ])("is by the prices of the day: %s", (day, cost) => {
    expect(present(day)).toEqual(cost);
  });

  it("is nothing at a connection without prices", () => {
    expect(findRates("free", Date.parse("2026-03-01T00:00:00Z"))).toEqual([]);
  });

  it("adds up exactly, by currency", () => {
    const day = compute("2026-03-01");
    expect(presentCost(addCosts(Array.from({ length: 10 }, () => day)))).toEqual([
      { currency: "EUR", amount: "60.00003" },
      { currency: "GEL", amount: "99999999.9999" },
    ]);
  });
});
