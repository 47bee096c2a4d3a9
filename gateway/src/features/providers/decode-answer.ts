import { pipeline, type Duplex, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { HostError } from "./calling/host-error.ts";

/** Codings that some server or proxy applies although nobody asked for one. */
const decoders: ReadonlyMap<string, () => Duplex> = new Map<string, () => Duplex>([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
  ["br", () => createBrotliDecompress()],
  ["zstd", () => createZstdDecompress()],
]);

/** What stands in `Content-Encoding` by issue and changes no byte: no coding at all, or the name of a charset. */
const plainWords =
  /^$|^identity$|^none$|^utf-?8$|^utf-?16$|^us-ascii$|^ascii$|^iso-8859-\d{1,2}$|^windows-125\d$/;

/**
 * An answer without its content coding, piece by piece: whoever reads it bounds what comes out, so that a bomb unfolds no
 * further than that. A coding twice over, or an unknown one, is refused.
 */
export function decodeAnswer(headers: Headers, body: Readable): { headers: Headers; body: Readable } {
  const words = (headers.get("content-encoding") ?? "").toLowerCase().split(",");
  const codings = words.map((word) => word.trim()).filter((word) => !plainWords.test(word));
  headers.delete("content-encoding");
  const [coding] = codings;
  if (coding === undefined) return { headers, body };
  const createDecoder = decoders.get(coding);
  if (createDecoder === undefined || codings.length > 1) {
    body.destroy();
    throw new HostError(
      "response_unrecognised",
      "The provider's answer is coded, which nobody asked for, and not as gzip, deflate, br or zstd.",
    );
  }
  // The length is that of the coded bytes.
  headers.delete("content-length");
  return { headers, body: pipeline(body, createDecoder(), () => undefined) };
}
