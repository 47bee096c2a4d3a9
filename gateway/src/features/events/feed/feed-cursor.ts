const prefix = "e1-";

/** A place in the feed, opaque to products. */
export function encodeFeedCursor(number: number): string {
  return `${prefix}${number.toString(36)}`;
}

/** Undefined for a text that no page of the feed gave. */
export function decodeFeedCursor(cursor: string): number | undefined {
  if (!/^e1-(0|[1-9a-z][0-9a-z]{0,10})$/.test(cursor)) return undefined;
  const number = Number.parseInt(cursor.slice(prefix.length), 36);
  return Number.isSafeInteger(number) ? number : undefined;
}
