import type { Finding, Measured } from "../measurements/finding.ts";

const columns = ["measured", "gateway", "baseline", "comparison", "goal", "reached", "spread"] as const;

/** The findings as a Markdown table, then what is to know about them. */
export function renderReport(results: readonly Measured[]): string {
  const rows = results.flatMap(({ findings }) => findings).map(toCells);
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...rows.map((cells) => cells[index]?.length ?? 0)),
  );
  const render = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  const rule = render(widths.map((width) => "-".repeat(width)));
  const notes = results.flatMap((result) => result.notes).map((note) => `- ${note}`);
  return [render(columns), rule, ...rows.map(render), "", ...notes, ""].join("\n");
}

function toCells(finding: Finding): readonly string[] {
  const { what, value, baseline, comparison, goal, isReached, spread } = finding;
  const reached = isReached === undefined ? "" : isReached ? "yes" : "NO";
  return [what, value, baseline, comparison, goal, reached, spread];
}
