import { Buffer } from "node:buffer";
import { matchesAnySecret } from "./constant-time.ts";

const BASIC = /^basic +(?<code>[A-Za-z0-9+/]+={0,2})$/i;
// RFC 7617, section 2: neither a user-id nor a password holds control characters.
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

/** A user and a password of HTTP basic authentication. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The credentials of an `Authorization: Basic` header (RFC 7617, UTF-8); absent when the header is missing, repeated, of
 * another scheme, no canonical base64, no UTF-8, without a colon, or with control characters.
 */
export function readBasicCredentials(
  header: string | readonly string[] | undefined,
): BasicCredentials | undefined {
  const pair = decodePair(header);
  const colon = pair?.indexOf(":") ?? -1;
  if (pair === undefined || colon < 0) return undefined;
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** Whether the header carries one of the accepted credentials. Constant time in their contents. */
export function isBasicAuthorized(
  header: string | readonly string[] | undefined,
  accepted: readonly BasicCredentials[],
): boolean {
  const pair = decodePair(header);
  if (pair === undefined) return false;
  return matchesAnySecret(
    pair,
    accepted.map(({ username, password }) => `${username}:${password}`),
  );
}

function decodePair(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== "string") return undefined;
  const code = BASIC.exec(header)?.groups?.["code"];
  if (code === undefined) return undefined;
  const bytes = Buffer.from(code, "base64");
  // Buffer forgives stray bits and missing padding; one credential has one spelling here.
  if (bytes.toString("base64") !== code) return undefined;
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return CONTROL_CHARACTER.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
