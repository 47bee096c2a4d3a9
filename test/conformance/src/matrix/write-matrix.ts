import type { MatrixRow } from "./matrix-row.ts";

/** The capability matrix as a Markdown table, adapters as columns, with their deviations below. */
export function writeMatrix(rows: readonly MatrixRow[]): string {
  const sorted = rows.toSorted((one, other) => one.id.localeCompare(other.id));
  const table = [
    ["", ...sorted.map(({ displayName, packageVersion }) => `${displayName} ${packageVersion}`)],
    ["---", ...sorted.map(() => "---")],
    ...listLines(sorted),
  ];
  const deviations = sorted.flatMap(({ displayName, deviations: own }) =>
    own.map(({ check, reason }) => `- ${displayName} deviates from \`${check}\`: ${reason}`),
  );
  return [
    ...table.map((cells) => `| ${cells.join(" | ")} |`),
    ...(deviations.length === 0 ? [] : ["", ...deviations]),
  ].join("\n");
}

function* listLines(rows: readonly MatrixRow[]): Generator<readonly string[]> {
  yield ["launch", ...rows.map(({ launches }) => launches.join(", "))];
  yield* listMarks("facet", rows, ({ facets }) => facets);
  yield ["erases sessions", ...rows.map(({ erasesSessions }) => mark(erasesSessions))];
  yield ["fresh links", ...rows.map(({ relaunches }) => mark(relaunches))];
  yield* listMarks("webhook", rows, ({ webhookSchemes }) => webhookSchemes);
  yield* listMarks("check", rows, ({ checks }) => checks);
  yield ["examined over HTTP", ...rows.map(({ isSimulated }) => mark(isSimulated))];
}

function listMarks(
  kind: string,
  rows: readonly MatrixRow[],
  read: (row: MatrixRow) => readonly string[],
): readonly (readonly string[])[] {
  const words = [...new Set(rows.flatMap(read))].toSorted();
  return words.map((word) => [`${kind} \`${word}\``, ...rows.map((row) => mark(read(row).includes(word)))]);
}

function mark(isThere: boolean): string {
  return isThere ? "✓" : "–";
}
