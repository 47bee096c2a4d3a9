import { Buffer } from "node:buffer";
import * as fc from "fast-check";

/** Any text that HTTP can carry in a header: every byte, as a character. */
export const headerTexts = fc
  .uint8Array({ maxLength: 80 })
  .map((bytes) => Buffer.from(bytes).toString("latin1"));

/** Text that looks like a path at times: separators, dots and escapes among letters. */
export const pathLikeTexts = fc
  .array(fc.constantFrom("/", ".", "..", "%2e", "%2f", "?", "#", "\\", "a", "B", "0", "-", "_", "\n", "ä"), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(""));
