import { Command } from "commander";
import { kvaryVariablesHelp } from "../app/commands/start-variables.ts";
import { ConfigSchema } from "../platform/config/config.schema.ts";
import type { Log } from "../platform/observability/log.ts";

/** `kyc-gateway start`. */
export function startCommand(): Command {
  return new Command().addHelpText("after", describeVariables).action(start);
}

async function start(): Promise<void> {
  const { readEnvironment } = await import("../platform/config/environment.ts");
  const { readStartConfiguration } = await import("../app/commands/read-start-configuration.ts");
  const environment = readEnvironment();
  const configuration = readStartConfiguration(environment);
  const { createLog } = await import("../platform/observability/log.ts");
  const log = createLog({ level: configuration.config.logLevel });
  const { logCrashes } = await import("./log-crash.ts");
  logCrashes(log);
  const { tellUnusedProxy } = await import("../app/commands/unused-proxy.ts");
  tellUnusedProxy(environment, log);
  const stopRequest = waitForSignal(log);
  void stopRequest.then(() => exitWithin(configuration.config.shutdownGraceMs + stopLimitMs, log));
  const { runGateway } = await import("../app/commands/run-gateway.ts");
  const gateway = await runGateway(configuration, log);
  await stopRequest;
  await gateway.stop();
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
export const stopLimitMs = 25_000;

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
