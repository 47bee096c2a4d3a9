import { createShapeError } from "../client/external-result.ts";

/** What a data URL holds. */
export interface DataUrl {
  readonly bytes: Buffer;
}

const dataUrlForm = /^data:[\w.+/-]*(?:;[\w.=+-]+)*?;base64,/;
const base64Form = /^[A-Za-z0-9+/_-]*={0,2}$/;
const deepest = 4;

/** One data URL; its declared type says nothing reliable. Throws `response_unrecognised` for anything else. */
function readDataUrl(value: unknown, operation: string): DataUrl {
  const head = typeof value === "string" ? dataUrlForm.exec(value)?.[0] : undefined;
  const text = typeof value === "string" && head !== undefined ? value.slice(head.length) : "";
  // The documents' own examples hold no base64 either: what decodes to nothing is nothing.
  if (head === undefined || !base64Form.test(text) || text.length % 4 === 1)
    throw createShapeError(operation, "a data URL in base64");
  return { bytes: Buffer.from(text, "base64") };
}

/** Data URLs in lists within lists, as some methods answer them. */
export function readDataUrls(value: unknown, operation: string, depth = 0): readonly DataUrl[] {
  if (!Array.isArray(value)) return [readDataUrl(value, operation)];
  if (depth === deepest) throw createShapeError(operation, "a list of data URLs");
  return value.flatMap((item) => readDataUrls(item, operation, depth + 1));
}
