import { decisionTimeColumns } from "./duration-histogram.ts";
import type { Charges } from "./session-costs.ts";

/** What a roll-up counts, by column. */
export const counters = [
  "created",
  "launched",
  "seen",
  "approved",
  "rejected",
  "expired",
  "reversed",
  "attempts",
  "decision_seconds",
] as const;

/**
 * What is summed up of roll-ups comes from the database as texts, and is read when a row of the answer is written: some
 * thousand rows as numbers at once outlive the young generation, and to collect them costs more than all else.
 */
export const summedColumns: readonly string[] = [...counters, ...decisionTimeColumns];

/** The sums of one bucket and group. */
export interface CellSums {
  readonly created: number;
  readonly launched: number;
  readonly seen: number;
  readonly approved: number;
  readonly rejected: number;
  readonly expired: number;
  readonly reversed: number;
  readonly attempts: number;
  readonly decisionSeconds: number;
  /** By place of the histogram. */
  readonly decisionTimes: readonly number[];
}

/** Sums in the order of `summedColumns`, separated by commas; several texts are added up. */
export function readSums(texts: readonly string[]): CellSums {
  const numbers: number[] = [];
  for (const text of texts) addNumbers(numbers, text);
  const at = (place: number): number => numbers[place] ?? 0;
  return {
    created: at(0),
    launched: at(1),
    seen: at(2),
    approved: at(3),
    rejected: at(4),
    expired: at(5),
    reversed: at(6),
    attempts: at(7),
    decisionSeconds: at(8),
    decisionTimes: numbers.slice(9),
  };
}

const [comma, zero] = [44, 48];

/** A character after the other: to split the text would cost several times as much. */
function addNumbers(sums: number[], text: string): void {
  let place = 0;
  let number = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? comma : text.charCodeAt(at);
    if (code !== comma) number = number * 10 + code - zero;
    else {
      sums[place] = (sums[place] ?? 0) + number;
      place += 1;
      number = 0;
    }
  }
}

/** Rejected sessions by reason, from `reason,number,…`. */
export function readReasonCounts(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const parts = text.split(",");
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const reason = parts[at] ?? "";
      counts.set(reason, (counts.get(reason) ?? 0) + Number(parts[at + 1]));
    }
  }
  return counts;
}

/** What a connection may charge for. */
interface Charge extends Charges {
  readonly connectionId: string;
}

/** From `connection,launched,decided,attempts,…`. */
export function readCharges(texts: readonly string[]): readonly Charge[] {
  const charges: Charge[] = [];
  for (const text of texts) {
    const parts = text.split(",");
    for (let at = 0; at + 3 < parts.length; at += 4)
      charges.push({
        connectionId: parts[at] ?? "",
        launched: Number(parts[at + 1]),
        decided: Number(parts[at + 2]),
        attempts: Number(parts[at + 3]),
      });
  }
  return charges;
}
