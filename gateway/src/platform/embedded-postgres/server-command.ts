import { execFile } from "node:child_process";
import type { ServerAccount } from "./server-account.ts";

interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: ServerAccount | undefined;
}

/** Nothing of the gateway's own environment reaches the server: it holds secrets. */
const environment = { PATH: "/usr/bin:/bin:/usr/local/bin", LC_ALL: "C", TZ: "UTC" };

/** Runs one of PostgreSQL's programs to its end. Throws with what it printed when it fails. */
export function runServerCommand({ file, args, account }: ServerCommand): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ...account, env: environment, cwd: "/" };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const printed = `${stdout}${stderr}`.trim() || error.message;
      reject(new Error(`${file} ${args[0] ?? ""} failed: ${printed}`, { cause: error }));
    });
  });
}
