import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { EventReceiver } from "../../support/event-receiver.ts";
import { describeEnvironment, startHarness } from "../../support/gateway-harness.ts";
import type { TestDatabase } from "../../support/open-test-database.ts";
import type { Target } from "../run-campaign.ts";
import { configureKvary, fuzzCompanies, fuzzEnvironment, kvaryEnvironment, setStage } from "./set-stage.ts";

export interface Heap {
  readonly heapUsed: number;
  readonly rss: number;
}

/** A gateway in a process of its own, so that its memory is nobody else's. */
export interface Ring {
  readonly target: Target;
  /** After a collection of garbage. */
  measureHeap(): Promise<Heap>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("../gateway.main.ts", import.meta.url));
const repository = fileURLToPath(new URL("../../..", import.meta.url));

export async function openRing(database: TestDatabase, receiver: EventReceiver): Promise<Ring> {
  const env = fuzzEnvironment(receiver);
  // The stage is set by another replica, beside the one under test.
  const harness = await startHarness({
    database,
    env,
    identomat: { companies: fuzzCompanies },
    kvary: configureKvary,
    withOndato: true,
  });
  const values = await setStage(harness, receiver);
  const child = spawn(process.execPath, ["--expose-gc", "--conditions=@kyc-gateway/source", script], {
    cwd: repository,
    env: {
      PATH: process.env["PATH"],
      ...describeEnvironment({ databaseUrl: database.url, env }),
      ...kvaryEnvironment(harness.identomat.url),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  // What it logs are errors: they explain the issues.
  lines.on("line", (line) => {
    if (line.includes('"level"')) process.stderr.write(`${line}\n`);
  });
  const readMember = async (name: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const [line] = (await once(lines, "line")) as [string];
      const told = JSON.parse(line) as Record<string, unknown>;
      if (name in told) return told;
    }
  };
  const { ready } = await readMember("ready");
  return {
    target: { url: String(ready), values },
    async measureHeap() {
      const told = readMember("measured");
      child.kill("SIGUSR2");
      return (await told) as unknown as Heap;
    },
    async close() {
      child.kill("SIGKILL");
      await once(child, "exit");
      await harness[Symbol.asyncDispose]();
    },
  };
}
