import { readFileSync } from "node:fs";
import { ConfigurationError } from "../platform/config/parse-config.ts";

/** A JSON object from a file, or from standard input when the file is `-`. Throws `ConfigurationError`; never quotes the content. */
export function readJsonObject(file: string): Record<string, unknown> {
  const text = readText(file);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    throw new ConfigurationError([`${describe(file)} is not valid JSON`]);
  }
  throw new ConfigurationError([`${describe(file)} does not hold a JSON object`]);
}

/** A file's text, or standard input's when the file is `-`. Throws `ConfigurationError`. */
export function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch {
    throw new ConfigurationError([`${describe(file)} cannot be read`]);
  }
}

function describe(file: string): string {
  return file === "-" ? "standard input" : file;
}
