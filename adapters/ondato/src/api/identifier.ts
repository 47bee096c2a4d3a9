const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An id that may become a segment of a URL's path. Ondato's are UUIDs, which are the same in either case: here they have
 * one spelling. Anything with a dot, a slash or a percent sign could lead a request to another resource.
 */
export function asIdentifier(value: unknown): string | undefined {
  if (typeof value !== "string" || !IDENTIFIER.test(value)) return undefined;
  return UUID.test(value) ? value.toLowerCase() : value;
}
