import { measureAnalytics } from "./measurements/analytics.ts";
import { measureCallbacks } from "./measurements/callbacks.ts";
import { measureCreation } from "./measurements/creation.ts";
import type { Measured } from "./measurements/finding.ts";
import { measureMemory } from "./measurements/memory.ts";
import { measureMixed } from "./measurements/mixed.ts";
import { measureReplicas } from "./measurements/replicas.ts";
import { measureScale } from "./measurements/scale.ts";
import { measureReads } from "./measurements/reads.ts";
import { measureSustained } from "./measurements/sustained.ts";
import { measureStorm } from "./measurements/storm.ts";
import { measureStartup } from "./measurements/startup.ts";
import { buildStage, type Stage } from "./machine/stage.ts";
import { measurementNames, readOptions, type BenchOptions, type MeasurementName } from "./options.ts";
import { describeMachine } from "./report/describe-machine.ts";
import { renderReport } from "./report/render-report.ts";
import { writeResults } from "./report/write-results.ts";

/** In the order of `measurementNames`: creation and what follows end the gateway that the others share. */
const measurements = {
  callbacks: measureCallbacks,
  reads: measureReads,
  analytics: measureAnalytics,
  sustained: measureSustained,
  storm: measureStorm,
  scale: measureScale,
  mixed: measureMixed,
  creation: measureCreation,
  replicas: measureReplicas,
  memory: measureMemory,
  startup: measureStartup,
} satisfies Record<MeasurementName, (stage: Stage, options: BenchOptions) => Promise<Measured>>;

const log = (message: string): void => void process.stderr.write(`… ${message}\n`);

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const stage = await buildStage({ ...options, log });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stage.stop().then(() => process.exit(1)));
  try {
    const results = new Map<MeasurementName, Measured>();
    for (const name of measurementNames.filter((each) => options.only.includes(each))) {
      log(name);
      results.set(name, await measurements[name](stage, options));
    }
    const report = renderReport([...results.values()]);
    const machine = describeMachine(stage.postgres.settings);
    process.stdout.write(`\n${machine}\n\n${report}\n`);
    const raw = { options, results: Object.fromEntries(results) };
    log(`written: ${await writeResults({ report, machine, raw, isQuick: options.isQuick })}`);
  } finally {
    await stage.stop();
  }
}

await run();
process.exit();
