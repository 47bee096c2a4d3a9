import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { DemoError } from "./demo-error.mjs";

const tether = new URL("tether.mjs", import.meta.url).href;
const killAfterMs = 15_000;
const readyWithinMs = 90_000;
const pollMs = 50;

/** A program that runs beside the demo. A process group of its own: a terminal's Ctrl-C reaches the demo alone. */
export function startChild({ name, args, environment, logFile }) {
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, ["--import", tether, ...args], {
    env: environment,
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);
  let isEnded = false;
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      isEnded = true;
      resolve(code ?? signal);
    });
  });
  return {
    name,
    pid: child.pid,
    logFile,
    ended,
    async stop() {
      if (isEnded) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Asks until there is an answer, and gives it. Throws `DemoError` with the child's own words when it ends before. */
export async function waitUntilReady(child, ask, signal) {
  const ended = child.ended.then((code) => {
    throw new DemoError(`${child.name} ended with ${code}:\n${readWords(child.logFile)}`);
  });
  return Promise.race([askUntilAnswered(child, ask, signal), ended]);
}

async function askUntilAnswered(child, ask, signal) {
  const deadline = performance.now() + readyWithinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await delay(pollMs, undefined, { signal });
  }
  throw new DemoError(`${child.name} does not become ready:\n${readWords(child.logFile)}`);
}

/** What the child said to people, if it did, else the end of its log. */
function readWords(logFile) {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n");
  const forHumans = lines.filter((line) => !line.startsWith("{"));
  return (forHumans.length > 0 ? forHumans : lines).slice(-10).join("\n");
}
