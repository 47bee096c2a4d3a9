import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseDate, normaliseInstant } from "./dates.ts";

const anyDay = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("normaliseDate", () => {
  it.each([
    ["2028-06-28", "2028-06-28"],
    ["1/8/1980", "1980-01-08"],
    ["12/31/2030", "2030-12-31"],
    ["01/08/1980", "1980-01-08"],
    ["1980-01-08T00:00:00.000Z", "1980-01-08"],
    ["2025-01-15T00:00:00", "2025-01-15"],
    ["2025-01-15T00:00:00.0000000Z", "2025-01-15"],
    ["2025-01-15T00:00:00+04:00", "2025-01-15"],
    ["2024-02-29", "2024-02-29"],
    [" 2024-02-29 ", "2024-02-29"],
  ])("reads %j", (value, expected) => {
    expect(normaliseDate(value)).toBe(expected);
  });

  it.each([
    "2/30/1980",
    "13/1/1980",
    "0/1/1980",
    "1/0/1980",
    "2023-02-29",
    "2025-13-01",
    "2025-1-5",
    "1/8/80",
    "28.06.2028",
    "2028-06-28 or so",
    "",
    "0000-00-00",
    null,
    undefined,
    19800108,
    {},
  ])("reads nothing from %j", (value) => {
    expect(normaliseDate(value)).toBeUndefined();
  });

  it("reads every day alike in all its spellings", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, date] = day.split("-").map(Number) as [number, number, number];
        expect(normaliseDate(`${month}/${date}/${year}`)).toBe(day);
        expect(normaliseDate(day)).toBe(day);
        expect(normaliseDate(`${day}T00:00:00.000Z`)).toBe(day);
      }),
    );
  });

  it("never invents a day", () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(9999), (month, day, year) => {
        const date = normaliseDate(`${month}/${day}/${String(year).padStart(4, "0")}`);
        fc.pre(date !== undefined);
        expect(date?.split("-").map(Number)).toEqual([year, month, day]);
      }),
    );
  });

  it("prefers the first of two variants that can be read", () => {
    expect(normaliseDate("1980-01-08T00:00:00.000Z", "1/9/1980")).toBe("1980-01-08");
    expect(normaliseDate(null, "1/8/1980")).toBe("1980-01-08");
    expect(normaliseDate("no date", "1/8/1980")).toBe("1980-01-08");
  });

  it("prefers the printed date to an instant that a time zone shifted by a day", () => {
    expect(normaliseDate("1980-01-07T20:00:00.000Z", "1/8/1980")).toBe("1980-01-08");
    expect(normaliseDate("1980-01-07T20:00:00.000Z")).toBe("1980-01-07");
  });
});

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
