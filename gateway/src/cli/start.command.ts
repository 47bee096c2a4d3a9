import { Command } from "commander";
import { openDatabaseSource } from "../app/database-source.ts";
import { startGateway } from "../app/gateway.ts";
import { kvaryVariablesHelp } from "../features/kvary/describe-variables.ts";
import { createModuleImporter, loadAdapters } from "../features/providers/load-adapters.ts";
import { ConfigSchema } from "../platform/config/config.schema.ts";
import { readEnvironment } from "../platform/config/environment.ts";
import { createLog, type Log } from "../platform/observability/log.ts";
import { logCrashes } from "./log-crash.ts";
import { readStartConfiguration } from "./read-start-configuration.ts";
import { tellUnusedProxy } from "./unused-proxy.ts";

/** `kyc-gateway start`. */
export function startCommand(): Command {
  return new Command("start")
    .description("run the gateway until SIGTERM or SIGINT")
    .addHelpText("after", describeVariables)
    .action(start);
}

async function start(): Promise<void> {
  const environment = readEnvironment();
  const { config, kvary } = readStartConfiguration(environment);
  const log = createLog({ level: config.logLevel });
  logCrashes(log);
  tellUnusedProxy(environment, log);
  const stopRequest = waitForSignal(log);
  void stopRequest.then(() => exitWithin(config.shutdownGraceMs + stopLimitMs, log));
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const database = await openDatabaseSource(config, log);
  const gateway = await startGateway({ config, database, adapters, log, kvary }).catch(
    async (error: unknown) => {
      await database.stop();
      throw error;
    },
  );
  await stopRequest;
  await gateway.stop();
  await database.stop();
}

/** From the first signal on; a second one ends the process at once. */
function waitForSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        log.info({ signal }, "signal_received");
        resolve();
      });
    }
  });
}

/** How long requests, jobs and connections may take to end after the grace. */
const stopLimitMs = 25_000;

/**
 * A request that never ends, a job that hangs or a connection that cannot be closed must not keep the process: what is
 * not answered by then was not committed either. It holds for a start that a signal interrupts, too.
 */
function exitWithin(limitMs: number, log: Log): void {
  setTimeout(() => {
    log.fatal({ durationMs: limitMs }, "shutdown_cut_off");
    process.exit(1);
  }, limitMs).unref();
}

function describeVariables(): string {
  const lines = Object.entries(ConfigSchema.properties).map(([name, schema]) => {
    const standard = (schema as { default?: unknown }).default;
    return `  ${name.padEnd(30)} ${schema.description ?? ""}${standard === undefined ? "" : ` (default ${JSON.stringify(standard)})`}`;
  });
  return `\nEnvironment:\n${lines.join("\n")}\n\n${kvaryVariablesHelp}`;
}
