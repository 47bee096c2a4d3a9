import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { spawnNode, type NodeProcess, type NodeProcessOptions } from "./spawn-node.ts";
import { waitFor } from "./wait-for.ts";

const bundler = join(import.meta.dirname, "../../deploy/bundle.mjs");

interface GatewayProcessOptions extends Omit<NodeProcessOptions, "script"> {
  /** Default: `start`. */
  readonly args?: readonly string[];
}

/**
 * `kyc-gateway` in a process of its own, as it is deployed: in a few files, made of the sources as they are now. They
 * start in half of the processor time that the sources take.
 */
export async function spawnGateway({
  args = ["start"],
  env = {},
  ...rest
}: GatewayProcessOptions): Promise<NodeProcess> {
  const program = await findProgram();
  return spawnNode({
    ...rest,
    script: join(program, "main.js"),
    args,
    env: { KYC_ADAPTERS_FROM: program, ...env },
  });
}

/** The folder of the bundled program. The first who asks in a run makes it; who comes meanwhile waits. */
export async function findProgram(): Promise<string> {
  const place = inject("programPlace");
  const program = join(place, "bundle");
  if (await beginMaking(place)) await make(program, place);
  const outcome = await waitFor(
    async () => (await readdir(place)).find((name) => name === "is-made" || name === "has-failed"),
    { timeoutMs: 60_000 },
  );
  if (outcome === "is-made") return program;
  throw new Error(`${program} could not be made. The first test of the run that needed it says why.`);
}

async function make(program: string, place: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ["--conditions=@kyc-gateway/source", bundler, program]);
    await mkdir(join(place, "is-made"));
  } catch (error) {
    await mkdir(join(place, "has-failed"));
    throw error;
  }
}

/** False: somebody else has begun. */
async function beginMaking(place: string): Promise<boolean> {
  try {
    await mkdir(join(place, "is-begun"));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
