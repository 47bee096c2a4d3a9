import type { SampleAnswer } from "../subject/samples.ts";

/** An answer as bytes with its head. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** A prime number of bytes: whole chunks that are lost or repeated shift it. */
const pattern = Uint8Array.from({ length: 251 }, (_none, index) => index);

const made = new Map<number, Uint8Array>();

/** Bytes that tell where they stand, so that a gap or a repetition shows. Made once: they are only read. */
export function makeMedia(length: number): Uint8Array {
  const bytes = made.get(length) ?? Buffer.alloc(length, pattern);
  made.set(length, bytes);
  return bytes;
}

/** Whether HTTP leaves such an answer without a body, so that none can be spoilt. */
export function isBodyless(status: number): boolean {
  return status === 204 || status === 304;
}

export function writeAnswer({ status = 200, headers = {}, json, text, media }: SampleAnswer): WrittenAnswer {
  if (media !== undefined) {
    const sized = { "content-type": media.type, "content-length": String(media.bytes), ...headers };
    return { status, headers: sized, bytes: makeMedia(media.bytes) };
  }
  if (text !== undefined) {
    return { status, headers: { "content-type": "text/plain", ...headers }, bytes: Buffer.from(text) };
  }
  const bytes = json === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(json));
  return { status, headers: { "content-type": "application/json", ...headers }, bytes };
}
