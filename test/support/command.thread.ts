import { parentPort } from "node:worker_threads";
import { runProgram } from "../../gateway/src/cli/program.ts";

/** One command line of `kyc-gateway`, with its whole environment. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How it ended, and all that it printed on both streams. */
export interface CommandOutcome {
  readonly code: number;
  readonly output: string;
}

/** What a command must not outlive: in a process of its own, nothing does. */
class CommandExit extends Error {}

const leave = process.exit.bind(process);

parentPort?.on("message", (line: CommandLine) => {
  run(line).then(
    (outcome) => parentPort?.postMessage(outcome, []),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      leave(1);
    },
  );
});

async function run({ args, env }: CommandLine): Promise<CommandOutcome> {
  replaceEnvironment(env);
  process.argv = [process.execPath, "kyc-gateway", ...args];
  process.exitCode = undefined;
  const printed = capture();
  const describeEnd = (code: number): CommandOutcome => ({ code, output: printed.read() });
  const { promise: exited, resolve: exit } = Promise.withResolvers<CommandOutcome>();
  process.exit = (code) => {
    exit(describeEnd(Number(code ?? process.exitCode ?? 0)));
    throw new CommandExit();
  };
  const ended = runProgram().then((code) => describeEnd(code ?? Number(process.exitCode ?? 0)));
  const outcome = await Promise.race([exited, ended]);
  await ended;
  printed.end();
  process.exitCode = undefined;
  return outcome;
}

function replaceEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** Both streams together, as a terminal shows them. */
function capture(): { read(): string; end(): void } {
  const pieces: string[] = [];
  const streams: { write?: unknown }[] = [process.stdout, process.stderr];
  for (const stream of streams)
    stream.write = (chunk: unknown, ...rest: unknown[]) => {
      pieces.push(String(chunk));
      const done = rest.find((argument) => typeof argument === "function");
      if (done !== undefined) queueMicrotask(done as () => void);
      return true;
    };
  return {
    read: () => pieces.join("").replace(/\n$/, ""),
    end() {
      for (const stream of streams) delete stream.write;
    },
  };
}
