import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { waitFor } from "./wait-for.ts";

export interface NodeProcessOptions {
  /** TypeScript or JavaScript; packages of ours resolve to their sources. */
  readonly script: string;
  readonly args?: readonly string[];
  /** The whole environment, PATH, HOME and Node's own cache aside: nothing leaks in from the machine. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A command that runs the process in other surroundings and becomes it. */
  readonly within?: readonly string[];
}

export interface NodeProcess {
  readonly pid: number;
  /** All that it has printed so far, on both streams. */
  readonly output: string;
  /** The first line, past or coming, that matches. Throws when the process ends before, or in time prints none. */
  waitForLine(pattern: RegExp, limit?: TimeLimit): Promise<string>;
  waitForExit(): Promise<NodeExit>;
  /** Asks it to end (SIGTERM) and waits. Throws when it had to be killed. */
  stop(limit?: TimeLimit): Promise<NodeExit>;
  /** SIGKILL. */
  kill(): Promise<NodeExit>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface NodeExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts a process of ours that ends at the latest with the test file. */
export function spawnNode(options: NodeProcessOptions): NodeProcess {
  const { script, args = [], env = {}, cwd, within = [] } = options;
  const line = [...within, process.execPath, "--conditions=@kyc-gateway/source", script, ...args];
  const child = spawn(line[0] ?? process.execPath, line.slice(1), {
    env: { ...inherit("PATH", "HOME", "NODE_COMPILE_CACHE"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  endWithTestFile(child);
  return describeProcess(child, recordRun(child));
}

function inherit(...names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function endWithTestFile(child: ChildProcess): void {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}

interface Run {
  readonly lines: readonly string[];
  /** Present once the process has ended and all that it printed has been read. */
  readonly exit?: NodeExit;
  readonly exited: Promise<NodeExit>;
}

function recordRun(child: ChildProcess): Run {
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input }).on("line", (line) => lines.push(line));
  }
  const { promise: exited, resolve, reject } = Promise.withResolvers<NodeExit>();
  const run: Run = { lines, exited };
  child.once("error", reject);
  child.once("close", (code, signal) => resolve(Object.assign(run, { exit: { code, signal } }).exit));
  return run;
}

function describeProcess(child: ChildProcess, run: Run): NodeProcess {
  const end = (signal: NodeJS.Signals): Promise<NodeExit> => {
    child.kill(signal);
    return run.exited;
  };
  return {
    pid: child.pid ?? 0,
    get output() {
      return run.lines.join("\n");
    },
    waitForLine: (pattern, options) => waitForLine(run, pattern, options),
    waitForExit: () => run.exited,
    stop: (options) => stopInTime(run, end, options),
    kill: () => end("SIGKILL"),
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
    },
  };
}

interface TimeLimit {
  readonly timeoutMs?: number;
}

async function waitForLine(
  run: Run,
  pattern: RegExp,
  { timeoutMs = 20_000 }: TimeLimit = {},
): Promise<string> {
  const find = (): string | undefined => run.lines.find((line) => pattern.test(line));
  await waitFor(() => find() !== undefined || run.exit, { timeoutMs }).catch(() => undefined);
  const line = find();
  if (line !== undefined) return line;
  const fate = run.exit ? `ended (${run.exit.signal ?? run.exit.code})` : `ran for ${timeoutMs} ms`;
  throw new Error(
    `The process ${fate} and printed no line that matches ${pattern}, but:\n${run.lines.join("\n")}`,
  );
}

async function stopInTime(
  run: Run,
  end: (signal: NodeJS.Signals) => Promise<NodeExit>,
  { timeoutMs = 15_000 }: TimeLimit = {},
): Promise<NodeExit> {
  let isTooLate = false;
  const timer = setTimeout(() => {
    isTooLate = true;
    void end("SIGKILL");
  }, timeoutMs);
  const exit = await end("SIGTERM").finally(() => clearTimeout(timer));
  if (isTooLate)
    throw new Error(`It did not end within ${timeoutMs} ms of SIGTERM:\n${run.lines.join("\n")}`);
  return exit;
}
