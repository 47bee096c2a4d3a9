import type { Sex } from "@kyc-gateway/adapter-spec/v1";

const sexes: Readonly<Record<string, Sex>> = {
  f: "F",
  female: "F",
  m: "M",
  male: "M",
  x: "X",
  "<": "X",
  other: "X",
  unspecified: "X",
};

/** Sex as in ICAO 9303 from its letter or English word in any case; absent for anything else. */
export function normaliseSex(value: unknown): Sex | undefined {
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return Object.hasOwn(sexes, word) ? sexes[word] : undefined;
}
