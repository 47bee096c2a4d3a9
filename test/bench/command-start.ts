import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Processor time of commands of the build, beside `node -e 0`: `node test/bench/command-start.ts`, with the database and
 * keys of a gateway in the environment. `BENCH_CONNECTION` names the connection that is held.
 */
const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "command-start-"));
const file = join(folder, "report.json");
const preload = join(root, "test/support/report-process.preload.ts");
const main = process.env["BENCH_MAIN"] ?? join(root, "gateway/dist/cli/main.js");
const rounds = 5;

const commands: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "--help": [main, "--help"],
  "--version": [main, "--version"],
  "connection hold": [
    main,
    "connection",
    "hold",
    process.env["BENCH_CONNECTION"] ?? "shop-identomat",
    "--reason",
    "bench",
  ],
};

function measure(args: readonly string[]): number {
  const env = { ...process.env, PROCESS_REPORT_FILE: file };
  spawnSync(process.execPath, [`--import=${preload}`, ...args], { env, stdio: "ignore" });
  return (JSON.parse(readFileSync(file, "utf8")) as { cpuMs: number }).cpuMs;
}

for (const [name, args] of Object.entries(commands)) {
  const times = Array.from({ length: rounds }, () => measure(args)).toSorted((left, right) => left - right);
  const [least = 0] = times;
  const median = times[Math.floor(rounds / 2)] ?? 0;
  process.stdout.write(`${name.padEnd(16)} least ${least.toFixed(0)} ms, median ${median.toFixed(0)} ms\n`);
}
rmSync(folder, { recursive: true });
