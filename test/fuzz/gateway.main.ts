import {
  createLog,
  createModuleImporter,
  loadAdapters,
  openDatabaseSource,
  parseConfig,
  startGateway,
} from "@kyc-gateway/gateway";
import { parseKvaryConfig } from "../../gateway/src/features/kvary/kvary.config.ts";

/** A gateway in a process of its own, that says how large its heap is after a collection when it is sent SIGUSR2. */
const config = parseConfig(process.env, process.cwd());
const log = createLog({ level: config.logLevel });
const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
const database = await openDatabaseSource(config, log);
const kvary = parseKvaryConfig(process.env, false);
const gateway = await startGateway({ config, database, adapters, log, kvary });
let measured = 0;
process.on("SIGUSR2", () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  measured += 1;
  const { heapUsed, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ measured, heapUsed, rss })}\n`);
});
process.stdout.write(`${JSON.stringify({ ready: gateway.url })}\n`);
