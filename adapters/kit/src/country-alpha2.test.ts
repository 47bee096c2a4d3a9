import { describe, expect, it } from "vitest";
import { normaliseCountry } from "./countries.ts";
import { assignedCountries } from "./country-table.ts";
import { toAlpha2Country } from "./country-alpha2.ts";

describe("toAlpha2Country", () => {
  it("is the way back from every assigned country", () => {
    for (const pair of assignedCountries.split(" ")) {
      const alpha2 = toAlpha2Country(pair.slice(2));
      expect(alpha2).toBe(pair.slice(0, 2));
      expect(normaliseCountry(alpha2)).toBe(pair.slice(2));
    }
  });

  it("knows no code that ISO does not assign", () => {
    for (const code of ["XKX", "LT", "ltu", "", "ZZZ"]) expect(toAlpha2Country(code)).toBeUndefined();
  });
});
