import { Type } from "@sinclair/typebox";
import type { TUnsafe } from "@sinclair/typebox";

/** One of some words, as an `enum`: a wrong one is one issue, where a union of constants makes several. */
export function OneOf<const Words extends readonly string[]>(
  words: Words,
  description?: string,
): TUnsafe<Words[number]> {
  const schema = { type: "string", enum: words };
  return Type.Unsafe<Words[number]>(description === undefined ? schema : { ...schema, description });
}
