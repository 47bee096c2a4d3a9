import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a shell prints when somebody pastes these lines into it. Throws when its last command fails. */
export async function paste(lines: readonly string[], shell = "bash"): Promise<string[]> {
  const { stdout } = await run(shell, ["-c", lines.join("\n")], { timeout: 30_000 });
  return stdout.trim().split("\n");
}

/** The lines for pasting that the demo prints, from the one that begins so to the next empty one. */
export function findBlock(output: string, beginning: string): string[] {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => line.startsWith(beginning));
  if (start === -1) throw new Error(`No line begins with ${beginning}:\n${output}`);
  const end = lines.indexOf("", start);
  return lines.slice(start, end === -1 ? undefined : end);
}
