import type { CountryCode } from "@kyc-gateway/adapter-spec/v1";
import { assignedCountries } from "./country-table.ts";

const alpha2ByAlpha3: ReadonlyMap<CountryCode, string> = new Map(
  assignedCountries.split(" ").map((pair) => [pair.slice(2), pair.slice(0, 2)]),
);

/** The ISO 3166-1 alpha-2 code of an alpha-3 code; absent where ISO assigns none (`XKX`). */
export function toAlpha2Country(alpha3: CountryCode): string | undefined {
  return alpha2ByAlpha3.get(alpha3);
}
