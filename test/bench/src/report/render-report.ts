import { listCostCells } from "./cost.ts";
import type { Finding, Measured } from "../measurements/finding.ts";

const columns = ["measured", "gateway", "baseline", "comparison", "goal", "reached", "spread"] as const;

/** The findings and what requests cost, as Markdown tables, then what is to know about them. */
export function renderReport(results: readonly Measured[]): string {
  const findings = results.flatMap((result) => result.findings).map(toCells);
  const costs = results.flatMap((result) => result.costs ?? []);
  const notes = results.flatMap((result) => result.notes).map((note) => `- ${note}`);
  const tables = [
    renderTable([columns, ...findings]),
    ...(costs.length === 0 ? [] : [renderTable(listCostCells(costs))]),
  ];
  return [...tables, ...notes, ""].join("\n");
}

/** The first line is the head. */
function renderTable(lines: readonly (readonly string[])[]): string {
  const [head = [], ...rows] = lines;
  const widths = head.map((_name, index) => Math.max(...lines.map((cells) => cells[index]?.length ?? 0)));
  const render = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [render(head), render(widths.map((width) => "-".repeat(width))), ...rows.map(render), ""].join("\n");
}

function toCells(finding: Finding): readonly string[] {
  const { what, value, baseline, comparison, goal, isReached, spread } = finding;
  const reached = isReached === undefined ? "" : isReached ? "yes" : "NO";
  return [what, value, baseline, comparison, goal, reached, spread];
}
