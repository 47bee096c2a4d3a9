import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "./dates.ts";

const anyDay = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("a date", () => {
  it.each([
    ["2028-06-28", "2028-06-28"],
    [" 2024-02-29 ", "2024-02-29"],
    ["1980-01-08T00:00:00.000Z", "1980-01-08"],
    ["2025-01-15T00:00:00", "2025-01-15"],
    ["2025-01-15T00:00:00.0000000Z", "2025-01-15"],
    ["2025-01-15T00:00:00+04:00", "2025-01-15"],
    ["2025-01-15 00:00", "2025-01-15"],
    ["19821231", "1982-12-31"],
    ["1982/12/31", "1982-12-31"],
    ["1982.12.31", "1982-12-31"],
    ["2025-1-5", "2025-01-05"],
    ["31/12/1982", "1982-12-31"],
    ["12/31/1982", "1982-12-31"],
    ["13/5/1990", "1990-05-13"],
    ["31-12-1982", "1982-12-31"],
    ["5/5/1990", "1990-05-05"],
    ["31.12.1982", "1982-12-31"],
    ["05.06.1982", "1982-06-05"],
    ["31 Dec 1982", "1982-12-31"],
    ["31-DEC-1982", "1982-12-31"],
    ["December 31, 1982", "1982-12-31"],
    ["12/31/1982 12:00:00 AM", "1982-12-31"],
  ])("is read from %j, whatever the provider's order", (value, day) => {
    expect(parseDate(value)).toEqual({ value: day });
  });

  it.each([
    ["1/8/1980", "1980-01-08", "1980-08-01"],
    ["01/08/1980", "1980-01-08", "1980-08-01"],
    ["12/11/1982", "1982-12-11", "1982-11-12"],
  ])("%j is read in the documented order", (value, monthFirst, dayFirst) => {
    expect(parseDate(value, { order: "month_first" })).toEqual({ value: monthFirst });
    expect(parseDate(value, { order: "day_first" })).toEqual({ value: dayFirst });
  });

  it.each(["01/02/1985", "1/2/1985", "12/11/1985", "05-06-1985"])("%j has two days without one", (value) => {
    expect(parseDate(value)).toEqual({ notice: { code: "ambiguous_date", raw: value, known: "1985" } });
  });

  it.each([
    ["1982", "1982"],
    [1982, "1982"],
    ["1982-00-00", "1982"],
    ["00/00/1982", "1982"],
    ["1982-07-XX", "1982-07"],
    ["1982-XX-XX", "1982"],
    ["XX/XX/1982", "1982"],
    ["XX.07.1982", "1982-07"],
    ["19820700", "1982-07"],
    ["1982-07", "1982-07"],
    ["07/1982", "1982-07"],
    ["Jul 1982", "1982-07"],
    ["7/0/1982", "1982"],
    ["1982-07-??", "1982-07"],
    ["1982-07-<<", "1982-07"],
  ])("of which a part is known, %j, is that part", (value, known) => {
    const raw = String(value);
    expect(parseDate(value)).toEqual({ notice: { code: "partial_date", raw, known } });
  });

  it("of which a part is known keeps the month in the documented order", () => {
    const notice = { code: "partial_date", raw: "7/0/1982", known: "1982-07" };
    expect(parseDate("7/0/1982", { order: "month_first" })).toEqual({ notice });
    expect(parseDate("31/XX/1982", { order: "month_first" }).notice?.known).toBe("1982");
  });

  it.each([
    ["1990-05-12T20:00:00Z", "1990-05"],
    ["1990-05-12T20:00:00+04:00", "1990-05"],
    ["1990-05-31T20:00:00Z", "1990"],
    ["1990-12-31T20:00:00Z", undefined],
    ["2022-09-15T14:17:52.4886646Z", "2022-09"],
    ["/Date(378604800000)/", "1981-12"],
    ["/Date(-62135596800000+0000)/", undefined],
  ])("is not made from the moment %j", (value, known) => {
    const { value: day, notice } = parseDate(value);
    expect(day).toBeUndefined();
    expect(notice).toEqual({ code: "instant_only", raw: value, ...(known === undefined ? {} : { known }) });
  });

  it.each([
    "2/30/1980",
    "13/13/1980",
    "2023-02-29",
    "2025-13-01",
    "1982-31-12",
    "1/8/80",
    "821231",
    "31121982",
    "2028-06-28 or so",
    "1/2/3/1980",
    "31 Brumaire 1802",
    "+02025-01-01",
    19821231,
    378_604_800_000,
    true,
    {},
    ["2028-06-28"],
  ])("is not guessed from %j, which is said", (value) => {
    const raw = typeof value === "string" ? value : JSON.stringify(value);
    expect(parseDate(value)).toEqual({ notice: { code: "unreadable_date", raw } });
  });

  it.each([
    undefined,
    null,
    "",
    "  ",
    "0000-00-00",
    "00/00/0000",
    "--",
    "XX.XX.XXXX",
    "0001-01-01",
    "0001-01-01T00:00:00",
  ])("that was not given, %j, is nothing", (value) => {
    expect(parseDate(value)).toEqual({});
  });
});

function read(value: unknown, companion: unknown): ReturnType<typeof parseDate> {
  return parseDate(value, { order: "month_first", companion });
}

describe("two spellings of a date", () => {
  it("are the printed one beside a moment that a time zone shifted", () => {
    expect(read("1/8/1980", "1980-01-07T20:00:00.000Z")).toEqual({ value: "1980-01-08" });
    expect(read("13/5/1990", "1990-05-12T20:00:00Z")).toEqual({ value: "1990-05-13" });
    expect(read("1980-01-07T20:00:00.000Z", "1/8/1980")).toEqual({ value: "1980-01-08" });
  });

  it("decide together between two orders", () => {
    expect(read("5/6/1990", "1990-06-05T00:00:00Z")).toEqual({ value: "1990-06-05" });
    expect(read("5/6/1990", "1990-06-04T20:00:00Z")).toEqual({ value: "1990-06-05" });
    expect(read("5/6/1990", "1990-05-06T00:00:00Z")).toEqual({ value: "1990-05-06" });
  });

  it("are the one that can be read", () => {
    expect(read(null, "1980-01-08T00:00:00.000Z")).toEqual({ value: "1980-01-08" });
    expect(read("no date", "1980-01-08T00:00:00.000Z")).toEqual({ value: "1980-01-08" });
    expect(read("1/8/1980", "no date")).toEqual({ value: "1980-01-08" });
    expect(read("1/8/1980", undefined)).toEqual({ value: "1980-01-08" });
  });

  it("give no day where the printed one has none", () => {
    const { value, notice } = read("1982-07-XX", "1982-07-01T00:00:00.000Z");
    expect([value, notice?.code, notice?.known]).toEqual([undefined, "partial_date", "1982-07"]);
    expect(read("no date", "1982-07-12T20:00:00Z").notice?.code).toBe("instant_only");
  });

  it("that contradict each other are the printed one, and the contradiction is said", () => {
    const notice = { code: "conflicting_dates", raw: "1/8/1980 | 1981-03-04T00:00:00Z" };
    expect(read("1/8/1980", "1981-03-04T00:00:00Z")).toEqual({ value: "1980-01-08", notice });
    expect(parseDate("1/8/1980", { companion: "1981-03-04T00:00:00Z" })).toEqual({ notice });
  });
});

describe("any date", () => {
  it("is the same day in all its spellings", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, date] = day.split("-").map(Number) as [number, number, number];
        const spellings = [day, `${day}T00:00:00.000Z`, `${date}.${month}.${year}`, day.replaceAll("-", "")];
        for (const spelling of spellings) expect(parseDate(spelling)).toEqual({ value: day });
        expect(parseDate(`${month}/${date}/${year}`, { order: "month_first" })).toEqual({ value: day });
        expect(parseDate(`${date}/${month}/${year}`, { order: "day_first" })).toEqual({ value: day });
      }),
    );
  });

  it("has no invented day: its numbers are those that were written", () => {
    const part = fc.oneof(
      fc.nat(99).map(String),
      fc.nat(99).map((number) => String(number).padStart(2, "0")),
      fc.constantFrom("XX", "00", "0", "??"),
    );
    const year = fc.nat(9999).map((number) => String(number).padStart(4, "0"));
    const sign = fc.constantFrom("/", "-", ".", " ");
    fc.assert(
      fc.property(fc.tuple(part, part, year), sign, fc.nat(2), (parts, separator, turn) => {
        const written = [...parts.slice(turn), ...parts.slice(0, turn)];
        const { value, notice } = parseDate(written.join(separator), { order: "month_first" });
        const numbers = value
          ?.split("-")
          .map(Number)
          .toSorted((a, b) => a - b);
        if (numbers) expect(numbers).toEqual(written.map(Number).toSorted((a, b) => a - b));
        else if (notice) expect(notice.raw).toBe(written.join(separator));
        else expect(written.every((word) => !/[1-9]/.test(word)) || written.includes("0001")).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws, and either is a day, is said, or was not given", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (value, companion) => {
        const fact = parseDate(value, { order: "month_first", companion });
        expect(fact.value ?? "2000-01-01").toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });
});
