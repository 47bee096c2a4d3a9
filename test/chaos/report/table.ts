import { loadavg } from "node:os";
import type { Finding } from "./finding.ts";

/** The table as Markdown, for people and for a file. */
export function formatTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ proof, mustShow, seen, isShown }) => [
    proof,
    mustShow,
    seen,
    isShown ? "yes" : "NO",
  ]);
  const header = ["proof", "must show", "seen", "shown"];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const format = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [format(header), rule, ...rows.map(format)].join("\n");
}

/** How busy the machine was: quotients of latencies mean little when others compete for its cores. */
export function describeNoise(): string {
  const [minute = 0, five = 0] = loadavg();
  return `load average ${minute.toFixed(1)} (1 min), ${five.toFixed(1)} (5 min)`;
}
