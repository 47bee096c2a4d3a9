import { describeError, type Log } from "../platform/observability/log.ts";

/**
 * Ends the process after an error that nobody expected, as Node does by itself, but without Node's own words: those hold
 * the error's message and members, and with them perhaps what a provider answered.
 */
export function logCrashes(log: Log): void {
  process.on("uncaughtException", (error) => {
    log.fatal(describeError(error), "gateway_crashed");
    process.exit(1);
  });
}
