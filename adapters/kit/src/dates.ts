import type { IsoDate } from "@kyc-gateway/adapter-spec/v1";

interface ReadDate {
  readonly date: IsoDate;
  /** Whether the value was an instant rather than a date: its clock shows something else than midnight. */
  readonly isInstant: boolean;
}

const isoForm =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const americanForm = /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/;
const instantForm = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

function isCalendarDate(date: IsoDate): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function readDate(value: unknown): ReadDate | undefined {
  if (typeof value !== "string") return undefined;
  const parts = (isoForm.exec(value.trim()) ?? americanForm.exec(value.trim()))?.groups;
  if (parts === undefined) return undefined;
  const { year = "", month = "", day = "", clock = "" } = parts;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDate(date) ? { date, isInstant: /[1-9]/.test(clock) } : undefined;
}

/**
 * A calendar date from an ISO date, an ISO date-time (its date as written, whatever the zone) or `M/D/YYYY`; absent for
 * anything else and for days that no calendar has. Of two variants of one date the first wins, unless it alone is an
 * instant: a date shifted by a time zone yields to the one as printed.
 */
export function normaliseDate(preferred: unknown, other?: unknown): IsoDate | undefined {
  const first = readDate(preferred);
  const second = readDate(other);
  const chosen = first?.isInstant === true ? (second ?? first) : (first ?? second);
  return chosen?.date;
}

/**
 * An instant as `YYYY-MM-DDTHH:mm:ss.sssZ` from an RFC 3339 date-time with up to nine fractional digits, cut to
 * milliseconds; absent for anything else, for times without a zone and for instants that no clock shows.
 */
export function normaliseInstant(value: unknown): string | undefined {
  const match = typeof value === "string" ? instantForm.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, date = "", hours = "", minutes = "", seconds = "", fraction = "", zone = ""] = match;
  if (!isCalendarDate(date) || Number(hours) > 23) return undefined;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const time = Date.parse(`${date}T${hours}:${minutes}:${seconds}.${milliseconds}${zone.toUpperCase()}`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
