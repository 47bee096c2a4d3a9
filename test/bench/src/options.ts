import { parseArgs } from "node:util";

export const measurementNames = [
  "callbacks",
  "sustained",
  "storm",
  "reads",
  "scale",
  "mixed",
  "analytics",
  "creation",
  "replicas",
  "memory",
  "startup",
] as const;
export type MeasurementName = (typeof measurementNames)[number];
/** It takes its time: only when it is asked for. */
const seldom: ReadonlySet<MeasurementName> = new Set(["scale", "analytics"]);

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
  readonly backlogSessions: number;
  readonly scaleSessions: number;
  readonly scaleDeliveries: number;
  /** In the roll-ups. */
  readonly countedSessions: number;
  /** For the gateway's process alone, such as `--cpu-prof`. */
  readonly nodeArguments: readonly string[];
}

export const usage = `pnpm bench [--quick] [--only ${measurementNames.join("|")}]… [--rounds 5] [--round-ms 5000]
           [--sessions 2000] [--storm 200000] [--memory-callbacks 200000] [--scale-sessions 5000000] [--scale-deliveries 20000000] [--sustained-ms 15000] [--counted 5000000] [--node-argument=--cpu-prof]…`;

const thorough = {
  rounds: 5,
  roundMs: 5000,
  warmUpMs: 1500,
  sessionCount: 2000,
  sustainedMs: 15_000,
  stormCallbacks: 200_000,
  memoryCallbacks: 200_000,
  starts: 7,
  backlogSessions: 4000,
  scaleSessions: 5_000_000,
  scaleDeliveries: 20_000_000,
  countedSessions: 5_000_000,
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
  backlogSessions: 200,
  scaleSessions: 2000,
  scaleDeliveries: 8000,
  countedSessions: 20_000,
};

/** Throws with the usage. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: {
        type: "string",
        multiple: true,
        default: measurementNames.filter((name) => !seldom.has(name)),
      },
      rounds: { type: "string" },
      "round-ms": { type: "string" },
      sessions: { type: "string" },
      storm: { type: "string" },
      "memory-callbacks": { type: "string" },
      "scale-sessions": { type: "string" },
      "scale-deliveries": { type: "string" },
      "sustained-ms": { type: "string" },
      counted: { type: "string" },
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
    memoryCallbacks: Number(values["memory-callbacks"] ?? standard.memoryCallbacks),
    scaleSessions: Number(values["scale-sessions"] ?? standard.scaleSessions),
    scaleDeliveries: Number(values["scale-deliveries"] ?? standard.scaleDeliveries),
    sessionCount: Number(values.sessions ?? standard.sessionCount),
    countedSessions: Number(values.counted ?? standard.countedSessions),
    nodeArguments: values["node-argument"],
  };
}
