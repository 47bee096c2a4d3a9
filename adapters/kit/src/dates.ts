import type { IsoDate } from "@kyc-gateway/adapter-spec/v1";
import { readMoment } from "./date-moments.ts";
import { readPrintedDate } from "./date-spellings.ts";
import type { DateOrder, DateInterpretation } from "./date-spellings.ts";
import { createNotice, Fact } from "./facts.ts";
import type { FactNotice } from "./facts.ts";

/** How a provider writes dates, as far as it is documented. */
export interface DateContext {
  /** Which of two numbers before a year is the month, where they are divided by `/`; absent: not documented. */
  readonly order?: DateOrder;
  /** The same date once more, as a moment or in another spelling. */
  readonly companion?: unknown;
}

const hoursMs = 3_600_000;
/** Clocks on earth are at most 14 hours ahead of UTC and 12 behind it. */
const widestShiftMs = 14 * hoursMs;

/**
 * A calendar date from whatever a provider wrote, never with an invented day. Taken: an ISO date, also with a clock at
 * midnight, year first with other signs, `YYYYMMDD`, day and month before the year in the documented order or where only
 * one order gives a day, `31.12.1982` (day first), English names of months. Of two spellings the printed one counts; a
 * moment beside it decides between two orders. Said in a notice: a part of a date, two possible days, a moment alone, two
 * spellings that name different days, anything else. Nothing given (absent, null, blank, only zeros or signs, the year
 * 1) is nothing.
 */
export function parseDate(value: unknown, { order, companion }: DateContext = {}): Fact<IsoDate> {
  const first: Spelling = { raw: value, reading: readDate(value, order) };
  const second: Spelling = { raw: companion, reading: readDate(companion, order) };
  if (second.reading.kind === "nothing") return settle(first);
  if (first.reading.kind === "nothing") return settle(second);
  // A moment beside a part of a date was made from it: its day is nobody's.
  if (first.reading.kind === "partial") return settle(first);
  if (isPrinted(first)) return compare(first, second);
  if (isPrinted(second)) return compare(second, first);
  return settle(first.reading.kind === "moment" ? first : second);
}

interface Spelling {
  readonly raw: unknown;
  readonly reading: DateInterpretation;
}

function readDate(value: unknown, order: DateOrder | undefined): DateInterpretation {
  if (value === undefined || value === null) return { kind: "nothing" };
  if (typeof value === "number" && value >= 1000 && value <= 9999 && Number.isInteger(value))
    return { kind: "partial", known: String(value) };
  if (typeof value !== "string") return { kind: "unreadable" };
  const text = value.trim();
  return readMoment(text) ?? readPrintedDate(text, order);
}

/** A moment may be shifted by a time zone; everything else that names a day was printed. */
function isPrinted({ reading }: Spelling): boolean {
  return reading.kind === "day" || reading.kind === "either";
}

function settle({ raw, reading }: Spelling): Fact<IsoDate> {
  switch (reading.kind) {
    case "nothing":
      return new Fact();
    case "day":
      return new Fact({ value: reading.day });
    case "either":
      return reading.documented === undefined
        ? unread("ambiguous_date", raw, readCommonYear(reading.days))
        : new Fact({ value: reading.documented });
    case "moment":
      return unread("instant_only", raw, findCommonStart(reading.timeMs));
    case "partial":
      return unread("partial_date", raw, reading.known);
    case "unreadable":
      return unread("unreadable_date", raw);
  }
}

function compare(printed: Spelling, other: Spelling): Fact<IsoDate> {
  const fact = settle(printed);
  const confirmed = listDays(printed.reading).filter((day) => isSameDay(day, other.reading));
  if (confirmed.length === 1 && confirmed[0] !== undefined) return new Fact({ value: confirmed[0] });
  if (confirmed.length > 1) return fact;
  const notice = createNotice("conflicting_dates", [printed.raw, other.raw].map(String).join(" | "));
  return new Fact({ ...(fact.value === undefined ? {} : { value: fact.value }), notice });
}

function listDays(reading: DateInterpretation): readonly IsoDate[] {
  if (reading.kind === "day") return [reading.day];
  return reading.kind === "either" ? reading.days : [];
}

/** Whether another spelling may mean the same day. */
function isSameDay(day: IsoDate, other: DateInterpretation): boolean {
  if (other.kind === "day") return other.day === day;
  if (other.kind === "either") return other.days.includes(day);
  if (other.kind === "partial") return day.startsWith(other.known);
  if (other.kind !== "moment") return true;
  const start = Date.parse(`${day}T00:00:00Z`);
  return other.timeMs >= start - widestShiftMs && other.timeMs < start + 24 * hoursMs + 12 * hoursMs;
}

function readCommonYear(days: readonly IsoDate[]): string | undefined {
  return days[0]?.slice(0, 4);
}

/** The month or the year that a moment lies in wherever on earth its day is read. */
function findCommonStart(timeMs: number): string | undefined {
  const earliest = new Date(timeMs - 12 * hoursMs).toISOString();
  const latest = new Date(timeMs + widestShiftMs).toISOString();
  return [7, 4].map((length) => earliest.slice(0, length)).find((start) => latest.startsWith(start));
}

function unread(code: FactNotice["code"], raw: unknown, known?: string): Fact<IsoDate> {
  return new Fact({ notice: createNotice(code, raw, known) });
}
