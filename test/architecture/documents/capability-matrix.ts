import { readdirSync, readFileSync } from "node:fs";
import type { MatrixRow } from "../../conformance/src/matrix/matrix-row.ts";
import { writeMatrix } from "../../conformance/src/matrix/write-matrix.ts";

const folder = new URL("../../conformance/capability-matrix/", import.meta.url);

/** What conforming runs have shown of the adapters; each run keeps its own row. */
export function renderCapabilityMatrix(): string {
  const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  return writeMatrix(files.map((text) => JSON.parse(text) as MatrixRow));
}
