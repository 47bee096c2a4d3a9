import { InvalidArgumentError, Option } from "commander";
import { readNumber } from "./parse-argument.ts";

/** A range of numbers, as help and refusals tell it. */
export interface NumberRange {
  readonly kind: "whole number" | "number";
  readonly min: number;
  readonly max: number;
}

/** An option that takes a number. Its help and its refusal name the same range. */
export function numberOption(flags: string, what: string, range: NumberRange): Option {
  const allowed = `a ${range.kind} from ${range.min} to ${range.max}`;
  return new Option(flags, `${what}: ${allowed}`).argParser((text) => {
    const value = readNumber(text);
    const isWhole = range.kind === "number" || Number.isInteger(value);
    if (!isWhole || !(value >= range.min && value <= range.max))
      throw new InvalidArgumentError(`Give ${allowed}.`);
    return value;
  });
}

/** An option that takes words of a vocabulary. Its help and its refusal name the same words. */
export function wordsOption(flags: string, what: string, known: readonly string[]): Option {
  const allowed = known.join(", ");
  return new Option(flags, `${what}, separated by commas: ${allowed}`).argParser((text) => {
    const named = [...new Set(text.split(","))];
    const unknown = named.filter((word) => !known.includes(word));
    if (unknown.length > 0)
      throw new InvalidArgumentError(`Unknown: ${unknown.join(", ")}. Allowed: ${allowed}.`);
    return named;
  });
}
