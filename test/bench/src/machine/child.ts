import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";

/** A process of the bench. It ends with the bench at the latest. */
export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** SIGTERM, and SIGKILL when that did not help within 15 s. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly nodeArguments?: readonly string[];
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Gets both streams; without it they go to the bench's own standard error. */
  readonly logFile?: string;
}

/** Starts Node with a message channel; nothing of the environment leaks in but PATH and HOME. */
export function startChild(options: ChildOptions): Child {
  const output = options.logFile === undefined ? "inherit" : openSync(options.logFile, "a");
  const child = spawn(
    process.execPath,
    [...(options.nodeArguments ?? []), options.script, ...(options.args ?? [])],
    {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production", ...options.env },
      stdio: ["ignore", output === "inherit" ? process.stderr : output, output, "ipc"],
      serialization: "advanced",
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    },
  );
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = once(child, "exit").then(() => process.off("exit", kill));
  return { pid: child.pid ?? 0, process: child, stop: () => stop(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(timer);
}

/** The next message of the child. Rejects when the child ends first. */
export async function receive<T>(child: Child): Promise<T> {
  const stopWaiting = new AbortController();
  const { signal } = stopWaiting;
  try {
    const message = once(child.process, "message", { signal }).then(([value]) => value as T);
    const ended = once(child.process, "exit", { signal }).then(() => {
      throw new Error(`A process of the bench (${child.process.spawnargs.join(" ")}) ended too early.`);
    });
    return await Promise.race([message, ended]);
  } finally {
    stopWaiting.abort();
  }
}
