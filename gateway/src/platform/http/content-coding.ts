/** Names of IANA's registry of content codings that change the bytes of a body (RFC 9110, section 8.4.1). */
const codings: ReadonlySet<string> = new Set([
  "aes128gcm",
  "br",
  "compress",
  "dcb",
  "dcz",
  "deflate",
  "exi",
  "gzip",
  "pack200-gzip",
  "x-compress",
  "x-gzip",
  "zstd",
]);

/** What clients write there although it is no coding. */
const plainNames: ReadonlySet<string> = new Set(["", "identity", "none"]);

/** Whether the header names a coding that changes the bytes. */
export function isCoded(contentEncoding: string | undefined): boolean {
  return listNames(contentEncoding).some((name) => codings.has(name));
}

/** Whether the header says that the body is as it is: no coding, or the name of a character set put there by issue. */
export function isPlain(contentEncoding: string | undefined): boolean {
  return listNames(contentEncoding).every((name) => plainNames.has(name) || isCharset(name));
}

function listNames(contentEncoding = ""): string[] {
  return contentEncoding.split(",").map((name) => name.trim().toLowerCase());
}

/** A label of the Encoding Standard, such as `utf-8`. */
function isCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== "";
  } catch {
    return false;
  }
}
