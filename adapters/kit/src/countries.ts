import type { CountryCode } from "@kyc-gateway/adapter-spec/v1";
import countries from "i18n-iso-countries/index.js";
import english from "i18n-iso-countries/langs/en.json" with { type: "json" };
import {
  codesWithoutCountry,
  kosovo,
  otherCountryCodes,
  otherCountryNames,
  wordsWithoutCountry,
} from "./country-table.ts";
import { createNotice, Fact } from "./facts.ts";
import { isPlaceholder } from "./placeholders.ts";

const cldrNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
// The library spells Kosovo as the European Union does.
const alpha3ByAlpha2: ReadonlyMap<string, CountryCode> = new Map(
  Object.entries({ ...countries.getAlpha2Codes(), XK: kosovo }),
);
const alpha2ByAlpha3: ReadonlyMap<CountryCode, string> = new Map(Object.entries(countries.getAlpha3Codes()));

function foldName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("&", " and ")
    .replaceAll(/[^\p{L}]+/gu, " ")
    .trim();
}

function* listCodes(): Generator<[string, CountryCode]> {
  yield* Object.entries(otherCountryCodes);
  for (const [alpha2, alpha3] of alpha3ByAlpha2) {
    yield [alpha2, alpha3];
    yield [alpha3, alpha3];
    const numeric = countries.alpha2ToNumeric(alpha2);
    if (numeric !== undefined && alpha2 !== "XK") yield [numeric, alpha3];
  }
}

function* listNames(): Generator<[string, CountryCode]> {
  for (const [alpha2, alpha3] of alpha3ByAlpha2) {
    const names: Readonly<Record<string, string | readonly string[]>> = english.countries;
    for (const name of [names[alpha2] ?? [], cldrNames.of(alpha2) ?? []].flat())
      yield [foldName(name), alpha3];
  }
  for (const [name, code] of Object.entries(otherCountryNames)) yield [foldName(name), code];
}

const byCode: ReadonlyMap<string, CountryCode> = new Map(listCodes());
const byName: ReadonlyMap<string, CountryCode> = new Map(listNames());
const form =
  /^(?:the )?(?:(?:federal|islamic|people s|hashemite|co operative|independent) )*(?:republic|kingdom|commonwealth|principality|sultanate|grand duchy) of (?:the )?/;

function findByName(text: string): CountryCode | undefined {
  const name = foldName(text);
  return byName.get(name) ?? byName.get(name.replace(/^the /, "")) ?? byName.get(name.replace(form, ""));
}

function findWithoutCountry(code: string, text: string): ReturnType<typeof createNotice>["code"] {
  const name = foldName(text);
  if (Object.hasOwn(codesWithoutCountry, code)) return codesWithoutCountry[code] ?? "unknown_country";
  return Object.hasOwn(wordsWithoutCountry, name)
    ? (wordsWithoutCountry[name] ?? "unknown_country")
    : "unknown_country";
}

/**
 * A country from its ISO 3166-1 code (alpha-2, alpha-3, numeric with three digits, also as a number), its code in
 * machine-readable zones (ICAO 9303, part 3, section 5: `D`, `GBD`, `RKS`, fillers allowed), a common code beside ISO's
 * (`GER`, `UK`) or its English name, in any case. Kosovo is `XKX`. Persons without a country, organisations that issue
 * documents, and values that are no country are said in a notice. Nothing given (absent, null, blank, fillers) is nothing.
 */
export function parseCountry(value: unknown): Fact<CountryCode> {
  if (value === undefined || value === null) return new Fact();
  if (typeof value !== "string" && typeof value !== "number")
    return new Fact({ notice: createNotice("unknown_country", value) });
  const text = String(value).trim();
  const code = text.replace(/<+$/, "").toUpperCase();
  const country = byCode.get(code) ?? findByName(text);
  if (country !== undefined) return new Fact({ value: country });
  if (code !== "XXX" && isPlaceholder(text)) return new Fact();
  return new Fact({ notice: createNotice(findWithoutCountry(code, text), value) });
}

/** The ISO 3166-1 alpha-2 code of an alpha-3 code; absent where ISO assigns none (`XKX`). */
export function toAlpha2Country(alpha3: CountryCode): string | undefined {
  return alpha3 === kosovo ? undefined : alpha2ByAlpha3.get(alpha3);
}
