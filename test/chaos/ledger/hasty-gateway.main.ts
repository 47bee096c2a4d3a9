import {
  createLog,
  createModuleImporter,
  loadAdapters,
  openDatabaseSource,
  parseConfig,
  startGateway,
} from "@kyc-gateway/gateway";

/** A gateway whose adapters declare the schedule of reads that the arguments give, in milliseconds. */
const rereadAfterMs = process.argv.slice(2).map(Number);
const config = parseConfig(process.env, process.cwd());
const log = createLog({ level: config.logLevel });
const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
const hasty = new Map(
  [...adapters].map(([id, adapter]) => {
    const policies = { ...adapter.manifest.policies, rereadAfterMs };
    return [id, { ...adapter, manifest: { ...adapter.manifest, policies } }];
  }),
);
const database = await openDatabaseSource(config, log);
const gateway = await startGateway({ config, database, adapters: hasty, log });
process.once("SIGTERM", () => void gateway.stop().then(() => process.exit(0)));
