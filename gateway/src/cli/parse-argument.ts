import { maxReasonLength } from "@kyc-gateway/http-api";
import { InvalidArgumentError } from "commander";
import { validate } from "uuid";

/** Names are no ids: whoever types one where an id is wanted is told, before anything is asked. */
export function parseId(text: string): string {
  if (!validate(text)) throw new InvalidArgumentError("Give an id, as `list` shows it.");
  return text;
}

/** An empty text is no number, such as that of a variable which is not set. */
export function readNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** A reason as the audit log keeps it: something is said, and nothing of it is cut. */
export function parseReason(text: string): string {
  if (text.trim() === "" || text.length > maxReasonLength)
    throw new InvalidArgumentError(`Say why, in at most ${maxReasonLength} characters.`);
  return text;
}

/** Words of a vocabulary, separated by commas, each once. */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): Word[] {
  const named = [...new Set(text.split(","))];
  const unknown = named.filter((word) => !known.includes(word as Word));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`Unknown: ${unknown.join(", ")}. Known: ${known.join(", ")}.`);
  return named as Word[];
}
