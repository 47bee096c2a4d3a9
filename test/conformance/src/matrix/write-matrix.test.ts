import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MatrixRow } from "./matrix-row.ts";
import { writeMatrix } from "./write-matrix.ts";

const folder = new URL("../../capability-matrix/", import.meta.url);
const rows = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as MatrixRow,
);

describe("the capability matrix", () => {
  it("tells of every adapter that keeps a row, by name and version", () => {
    const matrix = writeMatrix(rows);
    for (const { displayName, packageVersion } of rows)
      expect(matrix).toContain(`${displayName} ${packageVersion}`);
    expect(matrix).toContain("| webhook `hmac_timestamped` | – | ✓ |");
  });

  it("names every deviation with its reason", () => {
    const reasons = rows.flatMap(({ deviations }) => deviations.map(({ reason }) => reason));
    const matrix = writeMatrix(rows);
    for (const reason of reasons) expect(matrix).toContain(reason);
  });
});
