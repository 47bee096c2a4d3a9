import type { IsoDate } from "@kyc-gateway/adapter-spec/v1";
import { toCalendarDate, toCalendarMonth } from "./calendar.ts";

/** Which of two numbers before a year comes first. */
export type DateOrder = "month_first" | "day_first";

/** What a text says of a day. `either`: two days are possible; `documented` is the one in the provider's own order. */
export type DateInterpretation =
  | { readonly kind: "nothing" }
  | { readonly kind: "day"; readonly day: IsoDate }
  | { readonly kind: "either"; readonly days: readonly IsoDate[]; readonly documented?: IsoDate }
  | { readonly kind: "moment"; readonly timeMs: number }
  | { readonly kind: "partial"; readonly known: string }
  | { readonly kind: "unreadable" };

interface Token {
  readonly kind: "year" | "number" | "month" | "filler" | "other";
  readonly number: number;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthForm =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;
const fillerForm = /^(?:0{1,2}|x{1,2}|\?{1,2}|<{1,2}|_{1,2}|\*{1,2})$/;
// Fillers alone, or the first day that .NET can write: no date was given.
const nothingForm = /^(?:[\s0x?<_*/.-]*|0001-01-01|0?1[/.]0?1[/.]0001|null|n\/a)$/i;
const midnight = /\s+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? AM)$/i;
const basicForm = /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/;

/** A date without a clock, in any of the usual spellings. */
export function readPrintedDate(text: string, order: DateOrder | undefined): DateInterpretation {
  const date = text.replace(midnight, "");
  if (nothingForm.test(date)) return { kind: "nothing" };
  const { year, month, day } = basicForm.exec(date)?.groups ?? {};
  const spelt = year === undefined ? date : `${year}-${month}-${day}`;
  const tokens = spelt.split(/[\s,./-]+/).map(readToken);
  if (tokens.length > 3) return { kind: "unreadable" };
  return readTokens(tokens, spelt.includes(".") ? "day_first" : restrictOrder(spelt, order));
}

/** Only dates with `/` have a documented order. */
function restrictOrder(text: string, order: DateOrder | undefined): DateOrder | undefined {
  return text.includes("/") ? order : undefined;
}

function readToken(text: string): Token {
  const word = text.toLowerCase();
  if (fillerForm.test(word)) return { kind: "filler", number: 0 };
  if (/^\d{1,2}$/.test(word)) return { kind: "number", number: Number(word) };
  if (/^[1-9]\d{3}$/.test(word)) return { kind: "year", number: Number(word) };
  if (monthForm.test(word)) return { kind: "month", number: months.indexOf(word.slice(0, 3)) + 1 };
  return { kind: "other", number: 0 };
}

function readTokens(tokens: readonly Token[], order: DateOrder | undefined): DateInterpretation {
  const year = tokens.find(({ kind }) => kind === "year")?.number;
  const rest = tokens.filter(({ kind }) => kind !== "year");
  if (year === undefined || rest.length !== tokens.length - 1 || rest.some(({ kind }) => kind === "other"))
    return { kind: "unreadable" };
  const [first, second] = rest;
  if (first === undefined) return { kind: "partial", known: String(year) };
  if (second === undefined) return readMonthOfYear(year, first);
  if (tokens[1]?.kind === "year") return { kind: "unreadable" };
  if (tokens[0]?.kind === "year") return readDayOfMonth(year, first, second);
  if (first.kind === "month") return readDayOfMonth(year, first, second);
  if (second.kind === "month") return readDayOfMonth(year, second, first);
  return readEitherOrder(year, [first, second], order);
}

function readMonthOfYear(year: number, month: Token): DateInterpretation {
  const isWrong = month.number > 12;
  return isWrong ? { kind: "unreadable" } : { kind: "partial", known: toCalendarMonth(year, month.number) };
}

function readDayOfMonth(year: number, month: Token, day: Token): DateInterpretation {
  if (month.number > 12 || day.kind === "month") return { kind: "unreadable" };
  if (month.kind === "filler" || day.kind === "filler")
    return { kind: "partial", known: toCalendarMonth(year, month.number) };
  const date = toCalendarDate(year, month.number, day.number);
  return date === undefined ? { kind: "unreadable" } : { kind: "day", day: date };
}

function readEitherOrder(
  year: number,
  [first, second]: readonly [Token, Token],
  order: DateOrder | undefined,
): DateInterpretation {
  const monthFirst = readDayOfMonth(year, first, second);
  const dayFirst = readDayOfMonth(year, second, first);
  const documented =
    order === undefined ? undefined : { month_first: monthFirst, day_first: dayFirst }[order];
  if (first.kind === "filler" || second.kind === "filler")
    return documented?.kind === "partial" ? documented : { kind: "partial", known: String(year) };
  const days = [monthFirst, dayFirst].flatMap((reading) => (reading.kind === "day" ? [reading.day] : []));
  const [only, another] = days;
  if (only === undefined) return { kind: "unreadable" };
  if (another === undefined || another === only) return { kind: "day", day: only };
  return { kind: "either", days, ...(documented?.kind === "day" ? { documented: documented.day } : {}) };
}
