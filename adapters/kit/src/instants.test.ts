import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseInstant } from "./instants.ts";

describe("normaliseInstant", () => {
  it.each([
    ["2022-09-29T14:17:52.4886646Z", "2022-09-29T14:17:52.488Z"],
    ["2022-09-29T14:17:52Z", "2022-09-29T14:17:52.000Z"],
    ["2022-09-29t14:17:52.1z", "2022-09-29T14:17:52.100Z"],
    ["2022-09-29T14:17:52+02:00", "2022-09-29T12:17:52.000Z"],
  ])("reads %j", (value, expected) => {
    expect(normaliseInstant(value)).toBe(expected);
  });

  it.each([
    "2022-09-29T14:17:52",
    "2022-09-29",
    "2022-02-30T00:00:00Z",
    "2022-01-01T24:00:00Z",
    "2022-01-01T00:60:00Z",
    "2022-01-01T00:00:00+25:00",
    "now",
    "",
    1,
    null,
  ])("reads nothing from %j", (value) => {
    expect(normaliseInstant(value)).toBeUndefined();
  });

  it("keeps every instant that JavaScript can write", () => {
    const anyInstant = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(normaliseInstant(instant.toISOString())).toBe(instant.toISOString());
      }),
    );
  });
});
