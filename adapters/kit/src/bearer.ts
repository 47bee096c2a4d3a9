const BEARER = /^bearer +(?<token>[A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, section 2.1); absent when the header is missing, repeated,
 * of another scheme or malformed.
 */
export function readBearerToken(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== "string") return undefined;
  return BEARER.exec(header)?.groups?.["token"];
}
