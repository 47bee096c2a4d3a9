import { useMemo } from "react";
import { useLanguage } from "./language.tsx";

/** How times and numbers look in the operator's language. */
export interface Formats {
  /** Date and time to the minute. */
  readonly time: (instant: string) => string;
  /** Date and time to the second, with the time zone: for stories and audits. */
  readonly exactTime: (instant: string) => string;
  readonly day: (instant: string) => string;
  readonly hour: (instant: string) => string;
  /** How long ago, or in how long. */
  readonly distance: (instant: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** A difference of two shares, in percentage points, with its sign. */
  readonly points: (difference: number) => string;
  readonly duration: (seconds: number) => string;
}

const locales = { en: "en-GB", ka: "ka-GE" } as const;

export function useFormats(): Formats {
  const { language } = useLanguage();
  return useMemo(() => createFormats(locales[language]), [language]);
}

function createFormats(locale: string): Formats {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const exact = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    time: (instant) => time.format(new Date(instant)),
    exactTime: (instant) => exact.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    hour: (instant) => hour.format(new Date(instant)),
    distance: (instant) => relative.format(...measure(Date.parse(instant) - Date.now())),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    points: (difference) => signed.format(difference * 100),
    duration: (seconds) => formatDuration(locale, seconds),
  };
}

const steps = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function measure(milliseconds: number): [value: number, unit: Intl.RelativeTimeFormatUnit] {
  const seconds = milliseconds / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step === undefined ? [Math.round(seconds), "second"] : [Math.trunc(seconds / step[1]), step[0]];
}

function formatDuration(locale: string, seconds: number): string {
  const [unit, size] = steps.find(([, least]) => seconds >= least) ?? (["second", 1] as const);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: seconds < 10 || unit !== "second" ? 1 : 0,
  }).format(seconds / size);
}
