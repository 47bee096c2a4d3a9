import { execFile, execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What a program did. Both streams are in the order of their own. */
export interface ShellRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** A folder of its own in which examples are run as a reader runs them. */
export interface ExampleShell {
  readonly folder: string;
  /** Writes a file below the folder and gives its path. */
  write(file: string, text: string): Promise<string>;
  /** Runs a program to its end. */
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ShellRun>;
  /** Runs lines in bash; throws at the first command that fails, and at the first answer that is not 2xx. */
  paste(lines: string, env?: Readonly<Record<string, string>>): Promise<ShellRun>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Where a program is; throws when this machine does not have it. */
export function findProgram(name: string): string {
  try {
    return execFileSync("bash", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).trim();
  } catch (cause) {
    throw new Error(`The examples need ${name}, and it is not on this machine: install it.`, { cause });
  }
}

/** `kyc-gateway` from the sources, and a `curl` that fails where the answer is not 2xx. */
function describeCommands(): Readonly<Record<string, string>> {
  const main = join(root, "gateway/src/cli/main.ts");
  const curl = `"${findProgram("curl")}" --silent --show-error --fail-with-body --max-time 20`;
  return {
    "kyc-gateway": `exec "${process.execPath}" --conditions=@kyc-gateway/source "${main}" "$@"`,
    curl: `set -o pipefail
if [[ " $* " == *text/event-stream* ]]; then # never ends: its first event is enough
  exec 3< <(exec ${curl} "$@")
  while IFS= read -r line <&3; do
    echo "$line"
    if [[ $line == data:* ]]; then kill $!; exit 0; fi
  done
  exit 1
fi
${curl} "$@" | tee "$HOME/answer.json"
code=$?
echo
exit $code`,
    answer: `exec "${process.execPath}" -p 'process.argv[1].split(".").reduce((value, name) => value[name], JSON.parse(fs.readFileSync(process.env.HOME + "/answer.json")))' "$1"`,
  };
}

/** `env` is the whole environment of what is run in it, PATH, HOME and Node's own cache aside. */
export async function openExampleShell(env: Readonly<Record<string, string>> = {}): Promise<ExampleShell> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-examples-"));
  const write = async (file: string, text: string): Promise<string> => {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  };
  for (const [name, script] of Object.entries(describeCommands()))
    await chmod(await write(`bin/${name}`, `#!/usr/bin/env bash\n${script}\n`), 0o755);
  const PATH = [join(folder, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const { NODE_COMPILE_CACHE = "" } = process.env;
  const cache = NODE_COMPILE_CACHE === "" ? {} : { NODE_COMPILE_CACHE };
  const run: ExampleShell["run"] = (program, args, more = {}) =>
    execute([program, ...args], { cwd: folder, env: { ...env, ...more, ...cache, PATH, HOME: folder } });
  return {
    folder,
    write,
    run,
    async paste(lines, more) {
      const done = await run("bash", ["--norc", "-euo", "pipefail", "-c", lines], more);
      if (done.code === 0) return done;
      throw new Error(`The example fails (${done.code}):\n${lines}\n${done.output}\n${done.errors}`);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function execute(
  [program = "", ...args]: readonly string[],
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ShellRun> {
  const { promise, resolve } = Promise.withResolvers<ShellRun>();
  execFile(program, args, { ...place, timeout: 180_000 }, (error, output, errors) =>
    resolve({ code: error === null ? 0 : Number(error.code) || 1, output, errors }),
  );
  return promise;
}
