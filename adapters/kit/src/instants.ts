import { isCalendarDate } from "./calendar.ts";

const instantForm = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

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
