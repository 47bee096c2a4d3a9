import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { waitFor } from "../../support/wait-for.ts";
import { listProcessesOf } from "./processes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** `npm start`, as a terminal runs it. */
export interface Demo {
  /** All that it has printed so far, on both streams. */
  readonly output: string;
  /** The line that it has printed, past or coming, which begins so. */
  waitForLine(beginning: string): Promise<string>;
  /** Ctrl-C: the terminal tells everybody in its foreground. Gives the status that a shell sees. */
  interrupt(): Promise<number>;
  /** The demo itself dies without a word; npm and what it started are left to themselves. */
  kill(): Promise<void>;
  /** A signal for npm alone, as `kill` and a process manager send it; what npm started is left to itself. */
  endNpm(signal: NodeJS.Signals): Promise<void>;
  waitForExit(): Promise<number>;
}

const readyWithinMs = 90_000;

/** Starts it on a port that is free. `variables` are its environment, beside what any shell has. */
export function startDemo(dataFolder: string, variables: Readonly<Record<string, string>> = {}): Demo {
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: { ...describeShell(), PORT: "0", KYC_DATA_FOLDER: dataFolder, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on("line", (line) => lines.push(line));
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
  return {
    get output() {
      return lines.join("\n");
    },
    async waitForLine(beginning) {
      const find = (): string | undefined => lines.find((line) => line.trimStart().startsWith(beginning));
      await waitFor(() => find() !== undefined || child.exitCode !== null, { timeoutMs: readyWithinMs });
      const line = find();
      if (line === undefined) throw new Error(`No line begins with ${beginning}:\n${lines.join("\n")}`);
      return line.trim();
    },
    async interrupt() {
      process.kill(-(child.pid ?? 0), "SIGINT");
      return exited;
    },
    async kill() {
      const demo = listProcessesOf(dataFolder).find(({ command }) => command.includes("demo/main.mjs"));
      if (demo === undefined) throw new Error("The demo does not run.");
      process.kill(demo.pid, "SIGKILL");
      await exited;
    },
    async endNpm(signal) {
      child.kill(signal);
      await new Promise((resolve) => child.once("exit", resolve));
    },
    waitForExit: () => exited,
  };
}

function describeShell(): Record<string, string | undefined> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, npm_config_update_notifier: "false" };
}
