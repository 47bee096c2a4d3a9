/** A line for people, on standard output. */
export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A line for people, on standard error. */
export function printError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows under a head, in columns. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [head, ...rows])
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
