import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { CommandLine, CommandOutcome } from "./command.thread.ts";
import { describeEnvironment, type Harness } from "./gateway-harness.ts";

const root = join(import.meta.dirname, "../..");
const adaptersFrom = { KYC_ADAPTERS_FROM: join(root, "test") };

/**
 * One command of `kyc-gateway` on the harness's database, to its end. It runs in a thread that has loaded the program
 * already; what depends on being a process is tried out with `spawnNode`.
 */
export function runCommand(
  { database }: { readonly database: Pick<Harness["database"], "url"> },
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  const environment = describeEnvironment({ databaseUrl: database.url, env: { ...adaptersFrom, ...env } });
  return runLine({ args, env: environment });
}

let last: Promise<unknown> = Promise.resolve();
let shared: Worker | undefined;

/** One after another: they share a thread's environment and output. */
function runLine(line: CommandLine): Promise<CommandOutcome> {
  const outcome = last.then(() => ask(line));
  last = outcome.catch(() => undefined);
  return outcome;
}

async function ask(line: CommandLine): Promise<CommandOutcome> {
  const thread = (shared ??= startThread());
  const gone = new AbortController();
  try {
    const { signal } = gone;
    const answered = once(thread, "message", { signal }) as Promise<[CommandOutcome]>;
    const ended = once(thread, "exit", { signal }).then(() => {
      throw new Error(`The thread ended under \`kyc-gateway ${line.args.join(" ")}\`.`);
    });
    thread.postMessage(line, []);
    const [outcome] = await Promise.race([answered, ended]);
    return outcome;
  } finally {
    gone.abort();
  }
}

function startThread(): Worker {
  const thread = new Worker(new URL("./command.thread.ts", import.meta.url), { env: {} });
  thread.unref();
  thread.once("exit", () => (shared = undefined));
  return thread;
}
