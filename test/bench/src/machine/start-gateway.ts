import { setTimeout as delay } from "node:timers/promises";
import { allocationArguments } from "./allocations.ts";
import { startChild } from "./child.ts";
import { findFreePort } from "../../../support/free-port.ts";
import { places } from "./places.ts";
import type { Server } from "./start-baseline.ts";

export interface GatewayOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly nodeArguments?: readonly string[];
}

export interface StartedGateway extends Server {
  /** From the start of the process to the first 200 of `/readyz`. */
  readonly readyAfterMs: number;
}

const startLimitMs = 60_000;
/** As the image has it. */
const productionArguments = ["--max-semi-space-size=8", "--max-old-space-size=256"];
const productionEnvironment = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "16384" };

/** One that tells what it allocates. */
export function startCountedGateway(options: GatewayOptions): Promise<StartedGateway> {
  return startGateway({
    ...options,
    nodeArguments: [...allocationArguments, ...(options.nodeArguments ?? [])],
  });
}

/** The bundle, with production's settings: nothing is set but what has no default. */
export async function startGateway({
  env,
  logFile,
  nodeArguments = [],
}: GatewayOptions): Promise<StartedGateway> {
  const port = await findFreePort();
  const startedAt = performance.now();
  const child = startChild({
    script: places.gateway,
    args: ["start"],
    env: { ...productionEnvironment, ...env, PORT: String(port) },
    cwd: places.root,
    logFile,
    nodeArguments: [...productionArguments, ...nodeArguments],
  });
  while (!(await isReady(port))) {
    if (performance.now() - startedAt > startLimitMs || child.process.exitCode !== null)
      throw new Error(`The gateway did not become ready. See ${logFile}.`);
    await delay(5);
  }
  return { ...child, port, readyAfterMs: performance.now() - startedAt };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
    return status === 200;
  } catch {
    return false;
  }
}
