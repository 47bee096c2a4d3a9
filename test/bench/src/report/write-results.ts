import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { places } from "../machine/places.ts";

/** Everything of a run as JSON, by its date, and the table for people. */
export async function writeResults(run: {
  readonly report: string;
  readonly machine: string;
  readonly raw: unknown;
  readonly isQuick: boolean;
}): Promise<string> {
  await mkdir(places.results, { recursive: true });
  const at = new Date().toISOString();
  const file = join(places.results, `${at.replaceAll(":", "-")}.json`);
  await writeFile(file, `${JSON.stringify({ at, machine: run.machine, ...(run.raw as object) }, null, 2)}\n`);
  const text = `# Results\n\nWritten by \`pnpm bench\` on ${at.slice(0, 10)}: ${run.machine}.\n\nSpread is (largest − smallest round) ÷ median, gateway / baseline. What each line means: [README](README.md).\n\n${run.report}`;
  // A quick run tells whether the bench works, not how fast the gateway is.
  if (!run.isQuick) await writeFile(places.table, text);
  return file;
}
