import { readFileSync } from "node:fs";
import type { Samples } from "./samples.ts";

/**
 * Reads samples from a JSON file. `{"$file": "other.json"}`, anywhere in it, stands for that file's contents; the path
 * is relative to the file that names it. Throws an error that names a file which is missing or no JSON.
 */
export function readSamples(file: URL): Samples {
  return readJsonFile(file) as Samples;
}

function readJsonFile(file: URL): unknown {
  try {
    return include(JSON.parse(readFileSync(file, "utf8")), file);
  } catch (error) {
    if (error instanceof SamplesError) throw error;
    throw new SamplesError(
      `The samples in ${file.pathname} cannot be read: ${error instanceof Error ? error.message : "unknown"}`,
    );
  }
}

class SamplesError extends Error {
  override readonly name = "SamplesError";
}

function include(value: unknown, from: URL): unknown {
  if (Array.isArray(value)) return value.map((element) => include(element, from));
  if (typeof value !== "object" || value === null) return value;
  if ("$file" in value) return readJsonFile(new URL(String(value.$file), from));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, include(member, from)]));
}
