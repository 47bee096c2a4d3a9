import { AdapterError } from "./adapter-error.ts";

/**
 * An address out of a provider's answer, such as a signed link to a file, if it may be called: at one of `origins` (what the
 * adapter's `origins(settings)` names), without credentials. Throws `response_unrecognised` for any other value; the
 * address is in no error, since it may be a secret.
 */
export function readAllowedUrl(value: unknown, operation: string, origins: readonly string[]): URL {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) throw refuse(`${operation} was answered with something that is no address`);
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  if (!allowed.has(url.origin) || url.origin === "null")
    throw refuse(`${operation} was answered with an address outside of the connection's origins`);
  if (url.username !== "" || url.password !== "")
    throw refuse(`${operation} was answered with an address that holds credentials`);
  return url;
}

function refuse(message: string): AdapterError {
  return new AdapterError({ code: "response_unrecognised", message });
}
