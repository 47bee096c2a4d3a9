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
