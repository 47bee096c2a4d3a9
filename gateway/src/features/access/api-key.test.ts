import { assert, constantFrom, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createApiKey, hashApiKey, isApiKey } from "./api-key.ts";

describe("an API key", () => {
  it("knows itself, and is never the same twice", () => {
    const keys = Array.from({ length: 200 }, () => createApiKey());
    expect(keys.every((key) => isApiKey(key))).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is not known any more once one of its letters is another", () => {
    assert(
      property(nat({ max: 55 }), constantFrom("a", "Z", "0", "9", "_", "-", " "), (place, letter) => {
        const key = createApiKey();
        const changed = `${key.slice(0, place)}${letter}${key.slice(place + 1)}`;
        expect(isApiKey(changed)).toBe(changed === key);
      }),
    );
  });

  it.each([
    "",
    "kyc_",
    " ",
    "Bearer x",
    `${createApiKey()} `,
    `${createApiKey()}\n`,
    createApiKey().toUpperCase(),
  ])("is not %j", (text) => {
    expect(isApiKey(text)).toBe(false);
  });

  it("of an operator is none of a product, and the other way round", () => {
    expect(isApiKey(createApiKey("operator"), "operator")).toBe(true);
    expect(isApiKey(createApiKey("operator"))).toBe(false);
    expect(isApiKey(createApiKey("product"), "operator")).toBe(false);
  });

  it("is stored as a hash of 32 bytes that does not show it", () => {
    const key = createApiKey();
    expect(hashApiKey(key)).toHaveLength(32);
    expect(hashApiKey(key)).toEqual(hashApiKey(key));
    expect(hashApiKey(createApiKey())).not.toEqual(hashApiKey(key));
  });
});
