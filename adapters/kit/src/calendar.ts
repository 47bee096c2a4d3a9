import type { IsoDate } from "@kyc-gateway/adapter-spec/v1";

const isoForm = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is `YYYY-MM-DD` and a day of the calendar. */
export function isCalendarDate(date: string): date is IsoDate {
  if (!isoForm.test(date)) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** A year, month and day as `YYYY-MM-DD`; absent where no calendar has that day, and before the year 1000. */
export function toCalendarDate(year: number, month: number, day: number): IsoDate | undefined {
  const date = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return year >= 1000 && isCalendarDate(date) ? date : undefined;
}

/** A year and a month as `YYYY-MM`; the year alone where there is no such month. */
export function toCalendarMonth(year: number, month: number | undefined): string {
  const isMonth = month !== undefined && month >= 1 && month <= 12;
  return isMonth ? `${year}-${String(month).padStart(2, "0")}` : String(year);
}
