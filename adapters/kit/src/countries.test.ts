import * as fc from "fast-check";
import countries from "i18n-iso-countries/index.js";
import { describe, expect, it } from "vitest";
import { parseCountry, toAlpha2Country } from "./countries.ts";
import { codesWithoutCountry, otherCountryCodes, otherCountryNames } from "./country-table.ts";

const assigned = Object.entries({ ...countries.getAlpha2Codes(), XK: "XKX" });

describe("a country", () => {
  it.each([
    ["US", "USA"],
    ["usa", "USA"],
    ["U.S.A.", "USA"],
    ["840", "USA"],
    [840, "USA"],
    ["040", "AUT"],
    ["268", "GEO"],
    ["United States", "USA"],
    ["United States of America", "USA"],
    [" georgia ", "GEO"],
    ["D", "DEU"],
    ["D<<", "DEU"],
    ["GER", "DEU"],
    ["SUI", "CHE"],
    ["NED", "NLD"],
    ["Federal Republic of Germany", "DEU"],
    ["GBD", "GBR"],
    ["UK", "GBR"],
    ["England", "GBR"],
    ["Scotland", "GBR"],
    ["Northern Ireland", "GBR"],
    ["Great Britain", "GBR"],
    ["RKS", "XKX"],
    ["XK", "XKX"],
    ["Kosovo", "XKX"],
    ["Republic of Kosovo", "XKX"],
    ["Türkiye", "TUR"],
    ["TURKEY", "TUR"],
    ["Côte d’Ivoire", "CIV"],
    ["Cote d'Ivoire", "CIV"],
    ["Bosnia & Herzegovina", "BIH"],
    ["Korea, Republic of", "KOR"],
    ["South Korea", "KOR"],
    ["People's Republic of China", "CHN"],
    ["Republic of China", "TWN"],
    ["Republic of Moldova", "MDA"],
    ["The Netherlands", "NLD"],
    ["Holland", "NLD"],
    ["Czech Republic", "CZE"],
    ["Russian Federation", "RUS"],
    ["Viet Nam", "VNM"],
  ])("is read from %j as %s", (value, expected) => {
    expect(parseCountry(value)).toEqual({ value: expected });
  });

  it.each([
    ["XXA", "stateless"],
    ["xxa", "stateless"],
    ["Stateless", "stateless"],
    ["XXB", "refugee"],
    ["XXC", "refugee"],
    ["XXX", "unspecified_nationality"],
    ["UNO", "organisation"],
    ["UNA", "organisation"],
    ["UNK", "organisation"],
    ["EUE", "organisation"],
    ["XOM", "organisation"],
    ["European Union", "organisation"],
    ["Atlantis", "unknown_country"],
    ["Korea", "unknown_country"],
    ["SUN", "unknown_country"],
    ["UTO", "unknown_country"],
    ["ZZ", "unknown_country"],
    ["995", "unknown_country"],
    ["constructor", "unknown_country"],
    [40, "unknown_country"],
    [["US"], "unknown_country"],
  ])("that is none, %j, is said as %s", (value, code) => {
    const raw = typeof value === "string" ? value : JSON.stringify(value);
    expect(parseCountry(value)).toEqual({ notice: { code, raw } });
  });

  it.each([undefined, null, "", "  ", "<<<", "-", "N/A", "null", "XX"])(
    "that was not given, %j, is nothing",
    (value) => {
      expect(parseCountry(value)).toEqual({});
    },
  );

  it("of ISO 3166-1 is known by all its codes and by its English names", () => {
    const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
    expect(assigned).toHaveLength(250);
    for (const [alpha2, alpha3] of assigned) {
      const spellings = [alpha2, alpha2.toLowerCase(), alpha3, names.of(alpha2)];
      const numeric = alpha3 === "XKX" ? [] : [countries.alpha2ToNumeric(alpha2)];
      for (const spelling of [...spellings, ...numeric])
        expect(parseCountry(spelling)).toEqual({ value: alpha3 });
    }
  });

  it("is one of ISO 3166-1 or Kosovo, whatever the tables beside it say", () => {
    const known = new Set(assigned.map(([, alpha3]) => alpha3));
    for (const [code, country] of Object.entries(otherCountryCodes)) {
      expect(known).toContain(country);
      expect(parseCountry(code)).toEqual({ value: country });
    }
    for (const country of Object.values(otherCountryNames)) expect(known).toContain(country);
    for (const code of Object.keys(codesWithoutCountry)) expect(known).not.toContain(code);
  });

  it("does not vanish: any text is a country, is said, or was empty", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { value, notice } = parseCountry(text);
        if (/[a-wyz]|\d/i.test(text.replaceAll(/null|none|n.?a|undefined/gi, "")))
          expect(value ?? notice?.raw).toBeDefined();
        if (value !== undefined) expect(assigned.map(([, alpha3]) => alpha3)).toContain(value);
      }),
    );
  });
});

describe("the alpha-2 code of a country", () => {
  it("is the way back from every assigned one", () => {
    for (const [alpha2, alpha3] of assigned.filter(([code]) => code !== "XK"))
      expect(toAlpha2Country(alpha3)).toBe(alpha2);
  });

  it.each(["XKX", "LT", "ltu", "", "ZZZ", "constructor"])("is absent for %j", (code) => {
    expect(toAlpha2Country(code)).toBeUndefined();
  });
});
