import { parseArgs } from "node:util";

export const measurementNames = [
  "callbacks",
  "sustained",
  "storm",
  "reads",
  "creation",
  "memory",
  "startup",
] as const;
export type MeasurementName = (typeof measurementNames)[number];

/** How thorough a run is. */
export interface BenchOptions {
  readonly isQuick: boolean;
  readonly only: readonly MeasurementName[];
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  readonly sessionCount: number;
  readonly connections: number;
  readonly sustainedMs: number;
  readonly stormCallbacks: number;
  readonly memoryCallbacks: number;
  readonly starts: number;
  /** For the gateway's process alone, such as `--cpu-prof`. */
  readonly nodeArguments: readonly string[];
}

export const usage = `pnpm bench [--quick] [--only ${measurementNames.join("|")}]… [--rounds 5] [--round-ms 5000]
           [--sessions 2000] [--storm 200000] [--sustained-ms 15000] [--node-argument=--cpu-prof]…`;

const thorough = {
  rounds: 5,
  roundMs: 5000,
  warmUpMs: 1500,
  sessionCount: 2000,
  sustainedMs: 15_000,
  stormCallbacks: 200_000,
  memoryCallbacks: 200_000,
  starts: 7,
};
/** Shows that everything still runs; its numbers mean little. */
const quick = {
  rounds: 1,
  roundMs: 1000,
  warmUpMs: 300,
  sessionCount: 100,
  sustainedMs: 1000,
  stormCallbacks: 2000,
  memoryCallbacks: 2000,
  starts: 1,
};

/** Throws with the usage. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [...measurementNames] },
      rounds: { type: "string" },
      "round-ms": { type: "string" },
      sessions: { type: "string" },
      storm: { type: "string" },
      "sustained-ms": { type: "string" },
      "node-argument": { type: "string", multiple: true, default: [] },
    },
  });
  const unknown = values.only.filter((name) => !(measurementNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(", ")}.\n${usage}`);
  const standard = values.quick ? quick : thorough;
  return {
    ...standard,
    isQuick: values.quick,
    only: values.only as MeasurementName[],
    connections: 64,
    rounds: Number(values.rounds ?? standard.rounds),
    roundMs: Number(values["round-ms"] ?? standard.roundMs),
    sustainedMs: Number(values["sustained-ms"] ?? standard.sustainedMs),
    stormCallbacks: Number(values.storm ?? standard.stormCallbacks),
    sessionCount: Number(values.sessions ?? standard.sessionCount),
    nodeArguments: values["node-argument"],
  };
}
