import type { CountryCode } from "@kyc-gateway/adapter-spec/v1";
import { assignedCountries, otherCountryNames, otherCountryCodes } from "./country-table.ts";

const englishNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

function foldName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("&", " and ")
    .replaceAll(/[^a-z]+/g, " ")
    .trim();
}

function* listCodes(): Generator<[string, CountryCode]> {
  for (const pair of assignedCountries.split(" ")) {
    yield [pair.slice(0, 2), pair.slice(2)];
    yield [pair.slice(2), pair.slice(2)];
  }
  yield* Object.entries(otherCountryCodes);
}

function* listNames(): Generator<[string, CountryCode]> {
  for (const pair of assignedCountries.split(" ")) {
    yield [foldName(englishNames.of(pair.slice(0, 2)) ?? ""), pair.slice(2)];
  }
  for (const [name, code] of Object.entries(otherCountryNames)) yield [foldName(name), code];
}

const byCode: ReadonlyMap<string, CountryCode> = new Map(listCodes());
const byName: ReadonlyMap<string, CountryCode> = new Map(listNames());

/**
 * A country from its ISO 3166-1 alpha-2 or alpha-3 code, its code in machine-readable zones (ICAO 9303, part 3, section
 * 5: `D`, `GBD`, `RKS`, fillers allowed) or its English name, in any case. Kosovo is `XKX`, which ISO leaves to users.
 * Absent for anything else: stateless persons and organisations have no country.
 */
export function normaliseCountry(value: unknown): CountryCode | undefined {
  if (typeof value !== "string") return undefined;
  const code = value.trim().replace(/<+$/, "").toUpperCase();
  return byCode.get(code) ?? byName.get(foldName(value));
}
