import { expect, it } from "vitest";
import { normaliseCountry } from "./countries.ts";
import { assignedCountries, otherCountryCodes, otherCountryNames } from "./country-table.ts";

it.each([
  ["US", "USA"],
  ["usa", "USA"],
  ["United States", "USA"],
  ["United States of America", "USA"],
  [" georgia ", "GEO"],
  ["D", "DEU"],
  ["D<<", "DEU"],
  ["GBD", "GBR"],
  ["UK", "GBR"],
  ["RKS", "XKX"],
  ["XK", "XKX"],
  ["Kosovo", "XKX"],
  ["Türkiye", "TUR"],
  ["Turkey", "TUR"],
  ["Côte d’Ivoire", "CIV"],
  ["Cote d'Ivoire", "CIV"],
  ["Bosnia and Herzegovina", "BIH"],
  ["Korea, Republic of", "KOR"],
])("reads %j as %s", (value, expected) => {
  expect(normaliseCountry(value)).toBe(expected);
});

it.each(["", "  ", "<<<", "XXA", "UNO", "ZZ", "ZZZ", "Atlantis", "constructor", null, 840, ["US"]])(
  "reads no country from %j",
  (value) => {
    expect(normaliseCountry(value)).toBeUndefined();
  },
);

it("knows every country of ISO 3166-1 by both codes, and by its English name", () => {
  const pairs = assignedCountries.split(" ");
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  expect(pairs).toHaveLength(249);
  for (const pair of pairs) {
    const [alpha2, alpha3] = [pair.slice(0, 2), pair.slice(2)];
    expect(pair).toMatch(/^[A-Z]{5}$/);
    expect([alpha2, alpha3, names.of(alpha2)].map(normaliseCountry)).toEqual([alpha3, alpha3, alpha3]);
  }
});

it("leads to countries only", () => {
  const known = new Set([...assignedCountries.split(" ").map((pair) => pair.slice(2)), "XKX"]);
  for (const code of [...Object.values(otherCountryCodes), ...Object.values(otherCountryNames)]) {
    expect(known).toContain(code);
  }
});
