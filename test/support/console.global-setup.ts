import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const script = fileURLToPath(new URL("../../gateway/console/build.mjs", import.meta.url));

/** The console as its sources are now; where nothing has changed, it is there already. */
export default async function buildConsole(): Promise<void> {
  await promisify(execFile)(process.execPath, [script]);
}
