const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * An id that may become a segment of a URL's path. Ondato's are UUIDs; anything with a dot, a slash or a percent sign
 * could lead a request to another resource.
 */
export function asIdentifier(value: unknown): string | undefined {
  return typeof value === "string" && IDENTIFIER.test(value) ? value : undefined;
}

/** UUIDs are the same in either case. */
export function isSameIdentifier(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
