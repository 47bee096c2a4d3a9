import { AdapterError } from "./adapter-error.ts";

/**
 * A path in which every value is one segment, or one query value, whatever it holds: urlPath`/v1/checks/${id}/files/${fileId}`.
 * Throws `request_rejected` (`requestSent: false`) for what no encoding keeps as a segment: nothing, `.` and `..`.
 */
export function urlPath(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return strings.reduce((path, text, index) => `${path}${encodeValue(values[index - 1] ?? "")}${text}`);
}

function encodeValue(value: string | number): string {
  const text = String(value);
  if (text === "" || text === "." || text === "..")
    throw new AdapterError({
      code: "request_rejected",
      message: "a part of the request's path is empty, or steps out of it",
      requestSent: false,
    });
  return encodeURIComponent(text.toWellFormed());
}
