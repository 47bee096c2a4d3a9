import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesAnySecret } from "./constant-time.ts";

const anyText = fc.string({ unit: "binary" });

describe("matchesAnySecret", () => {
  it("finds a secret wherever it stands among the live ones", () => {
    const nonEmpty = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.array(nonEmpty), nonEmpty, fc.array(nonEmpty), (before, secret, after) => {
        expect(matchesAnySecret(secret, [...before, secret, ...after])).toBe(true);
      }),
    );
  });

  it("agrees with plain comparison on any two texts", () => {
    fc.assert(
      fc.property(anyText, anyText, (candidate, secret) => {
        expect(matchesAnySecret(candidate, [secret])).toBe(secret !== "" && candidate === secret);
      }),
    );
  });

  it.each([
    ["a prefix", "secre"],
    ["a suffix", "ecret"],
    ["another case", "Secret"],
    ["a space more", "secret "],
    ["nothing", ""],
  ])("refuses %s", (_, candidate) => {
    expect(matchesAnySecret(candidate, ["secret", "other"])).toBe(false);
  });

  it("matches nothing when no secret is live, or an empty one", () => {
    expect(matchesAnySecret("", [])).toBe(false);
    expect(matchesAnySecret("", [""])).toBe(false);
  });

  it("keeps lone surrogates apart, which UTF-8 would fold together", () => {
    expect(matchesAnySecret("\ud800", ["\ufffd"])).toBe(false);
    expect(matchesAnySecret("\ud800", ["\ud801"])).toBe(false);
  });
});
