import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DemoError } from "./demo-error.mjs";

const leftoversEndWithinMs = 20_000;

/**
 * One demo for one data folder. Throws `DemoError` while another one runs there. Of a demo that was killed, the children
 * may still be ending: they are waited for.
 */
export async function claimDataFolder(dataFolder, signal) {
  const file = join(dataFolder, "demo.run");
  const [earlier, ...children] = readPids(file);
  if (earlier !== process.pid && isOurs(earlier)) throw new DemoError(describeDuplicate(earlier));
  const deadline = performance.now() + leftoversEndWithinMs;
  while (children.some(isOurs) && performance.now() < deadline) await delay(100, undefined, { signal });
  const pids = [process.pid];
  const write = () => writeFileSync(file, `${pids.join("\n")}\n`);
  write();
  return {
    note(pid) {
      pids.push(pid);
      write();
    },
    release: () => rmSync(file, { force: true }),
  };
}

function describeDuplicate(pid) {
  return [
    `A demo runs here already (process ${pid}): end it with Ctrl-C where it was started, or with: kill ${pid}`,
    "For a second one beside it: KYC_DATA_FOLDER=.data/second PORT=4031 npm start",
  ].join("\n");
}

function readPids(file) {
  try {
    return readFileSync(file, "utf8").split("\n").map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

/** By now the number may belong to another program. */
function isOurs(pid) {
  const line = pid === undefined ? "" : readCommandLine(pid);
  return ["demo/main.mjs", "demo/tether.mjs"].some((part) => line.includes(part));
}

function readCommandLine(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
