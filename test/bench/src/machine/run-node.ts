import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a script to its end and gives what it printed. */
export async function runNode(
  script: string,
  { args, env }: { args: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<string> {
  const { stdout } = await run(process.execPath, [script, ...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
  });
  return stdout.trim();
}
