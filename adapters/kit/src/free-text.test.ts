import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseText } from "./free-text.ts";

describe("parseText", () => {
  it.each(["Gedimino pr. 1, Vilnius", "Null Street 5", "B", "თბილისი", "1"])("takes %j", (text) => {
    expect(parseText(` ${text} `)).toEqual({ value: text });
  });

  it.each(["null", "NULL", "N/A", "-", "undefined", "***", "unknown"])(
    "says that %j fills the field",
    (raw) => {
      expect(parseText(raw)).toEqual({ notice: { code: "placeholder", raw } });
    },
  );

  it.each([undefined, null, "", "  ", "\0"])("takes %j for nothing", (value) => {
    expect(parseText(value)).toEqual({});
  });

  it.each([7, true, {}, ["Vilnius"]])("says that %j is no text", (value) => {
    expect(parseText(value)).toMatchObject({ notice: { code: "unreadable" } });
  });

  it("never gives an empty text or one that PostgreSQL refuses", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const text = parseText(value).value ?? "nothing";
        expect(text).not.toBe("");
        expect(text.includes("\0") || !text.isWellFormed()).toBe(false);
      }),
    );
  });
});
