import { isCalendarDate } from "./calendar.ts";
import type { DateInterpretation } from "./date-spellings.ts";
import { normaliseInstant } from "./instants.ts";

const clockForm =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(?<zone>Z|[+-]\d{2}:?\d{2})?$/i;
const epochForm = /^\/Date\((?<milliseconds>-?\d{1,14})(?:[+-]\d{4})?\)\/$/;
/** Epoch milliseconds that an ISO date with a four-digit year can write. */
const widestEpochMs = 253_402_300_799_999;

/** A date with a clock; absent for text of another form. At midnight it is the date as written, whatever the zone. */
export function readMoment(text: string): DateInterpretation | undefined {
  const epoch = epochForm.exec(text)?.groups?.["milliseconds"];
  if (epoch !== undefined) return toMoment(Number(epoch));
  const { date, clock, zone } = clockForm.exec(text)?.groups ?? {};
  if (date === undefined || clock === undefined) return undefined;
  if (date.startsWith("0001-01-01")) return { kind: "nothing" };
  if (!isCalendarDate(date)) return { kind: "unreadable" };
  if (!/[1-9]/.test(clock)) return { kind: "day", day: date };
  const instant = normaliseInstant(`${date}T${padClock(clock)}${spellZone(zone)}`);
  return instant === undefined ? { kind: "unreadable" } : toMoment(Date.parse(instant));
}

function toMoment(timeMs: number): DateInterpretation {
  return Math.abs(timeMs) > widestEpochMs ? { kind: "unreadable" } : { kind: "moment", timeMs };
}

function padClock(clock: string): string {
  return clock.length === 5 ? `${clock}:00` : clock;
}

/** A clock without a zone is somebody's: within the hours that a moment may be shifted by, UTC stands for it. */
function spellZone(zone = "Z"): string {
  return zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
}
