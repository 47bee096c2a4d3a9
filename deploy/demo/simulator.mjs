import { readFileSync } from "node:fs";
import { waitUntilReady } from "./child.mjs";
import { DemoError } from "./demo-error.mjs";

const program = "test/simulators/dist/cli.js";

/** Starts a simulator on its usual port, or on any where that is taken. Gives its URL. */
export async function startSimulator({ provider, port, options }, { start, drop, signal }) {
  const child = start(`The simulator of ${provider}`, `${provider}-simulator`, [
    program,
    provider,
    "--port",
    String(port),
    "--options",
    JSON.stringify(options),
  ]);
  try {
    return await waitUntilReady(child, () => readUrl(child.logFile), signal);
  } catch (error) {
    if (port === 0 || !(error instanceof DemoError)) throw error;
    drop(child);
    return startSimulator({ provider, port: 0, options }, { start, drop, signal });
  }
}

/** It says where it is when it is there. */
function readUrl(logFile) {
  const line = readFileSync(logFile, "utf8")
    .split("\n")
    .find((text) => text.startsWith('{"ready":true'));
  return line === undefined ? undefined : JSON.parse(line).url;
}
