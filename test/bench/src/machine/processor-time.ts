import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Milliseconds of processor time since the processes began. */
export interface ProcessorTime {
  readonly byName: Readonly<Record<string, number>>;
  /** Of the whole machine, ours included. */
  readonly machine: number;
  readonly at: number;
}

/** What each of our processes, and anybody else on the machine, used between two looks, in cores. */
export interface ProcessorUse {
  readonly coresByName: Readonly<Record<string, number>>;
  readonly foreignCores: number;
  readonly wallMs: number;
}

/** Linux counts in ticks of 10 ms. */
const tickMs = 10;
export const coreCount = availableParallelism();

export function readProcessorTime(processes: Readonly<Record<string, number>>): ProcessorTime {
  const children = listChildren();
  const byName = Object.fromEntries(
    Object.entries(processes).map(([name, pid]) => [
      name,
      [pid, ...(children.get(pid) ?? [])].reduce((sum, each) => sum + readOne(each), 0),
    ]),
  );
  return {
    byName: { ...byName, bench: readOne(process.pid) },
    machine: readMachine(),
    at: performance.now(),
  };
}

export function compareProcessorTime(before: ProcessorTime, after: ProcessorTime): ProcessorUse {
  const wallMs = after.at - before.at;
  const coresByName = Object.fromEntries(
    Object.entries(after.byName).map(([name, ms]) => [name, (ms - (before.byName[name] ?? 0)) / wallMs]),
  );
  const ours = Object.values(coresByName).reduce((sum, cores) => sum + cores, 0);
  const all = (after.machine - before.machine) / wallMs;
  return { coresByName, foreignCores: Math.max(0, all - ours), wallMs };
}

/** PostgreSQL's backends are children of its first process; those that ended are in its own count. */
function listChildren(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (fields === undefined) continue;
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** The fields after the name, which may hold blanks and brackets. */
function readStat(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function readOne(pid: number): number {
  const ticks = readStat(pid)?.slice(11, 15) ?? [];
  return ticks.reduce((sum, each) => sum + Number(each), 0) * tickMs;
}

/** User, nice, system, and interrupts: what was not idle, not waiting for the disk and not stolen. */
function readMachine(): number {
  const [line = ""] = readFileSync("/proc/stat", "latin1").split("\n", 1);
  const [user = 0, nice = 0, system = 0, , , hard = 0, soft = 0] = line.split(/ +/).slice(1).map(Number);
  return (user + nice + system + hard + soft) * tickMs;
}
