import { Command } from "commander";
import { kvaryVariablesHelp } from "../features/kvary/describe-variables.ts";
import { parseKvaryConfig } from "../features/kvary/kvary.config.ts";
import { ConfigSchema } from "../platform/config/config.schema.ts";
import { readEnvironment } from "../platform/config/environment.ts";
import { ConfigurationError, parseConfig } from "../platform/config/parse-config.ts";
import { openDatabaseSource } from "../app/database-source.ts";
import { startGateway, type Gateway } from "../app/gateway.ts";
import { createModuleImporter, loadAdapters } from "../features/providers/load-adapters.ts";
import { logCrashes } from "./log-crash.ts";
import { createLog, type Log } from "../platform/observability/log.ts";

/** `kyc-gateway start`. */
export function startCommand(): Command {
  return new Command("start")
    .description("run the gateway until SIGTERM or SIGINT")
    .addHelpText("after", describeVariables)
    .action(start);
}

async function start(): Promise<void> {
  const environment = readEnvironment();
  const { config, kvary } = parseEverything(environment);
  const log = createLog({ level: config.logLevel });
  logCrashes(log);
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const database = await openDatabaseSource(config, log);
  const gateway = await startGateway({ config, database, adapters, log, kvary }).catch(
    async (error: unknown) => {
      await database.stop();
      throw error;
    },
  );
  await waitForSignal(log);
  await stopWithin(gateway, config.shutdownGraceMs + 25_000);
  await database.stop();
}

/** One error names the mistakes of both. */
function parseEverything(environment: ReturnType<typeof readEnvironment>) {
  const isProduction = (environment["NODE_ENV"] ?? "production") === "production";
  const mistakes: string[] = [];
  const collect = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      mistakes.push(...error.mistakes);
      return undefined;
    }
  };
  const config = collect(() => parseConfig(environment, process.cwd()));
  const kvary = collect(() => parseKvaryConfig(environment, isProduction));
  if (config === undefined || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return { config, kvary };
}

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

/** A request that never ends must not keep the process: what is not answered by then was not committed either. */
async function stopWithin(gateway: Gateway, limitMs: number): Promise<void> {
  const timer = setTimeout(() => process.exit(1), limitMs);
  timer.unref();
  await gateway.stop();
  clearTimeout(timer);
}

function describeVariables(): string {
  const lines = Object.entries(ConfigSchema.properties).map(([name, schema]) => {
    const standard = (schema as { default?: unknown }).default;
    return `  ${name.padEnd(30)} ${schema.description ?? ""}${standard === undefined ? "" : ` (default ${JSON.stringify(standard)})`}`;
  });
  return `\nEnvironment:\n${lines.join("\n")}\n\n${kvaryVariablesHelp}`;
}
