import { pino, type DestinationStream, type Logger } from "pino";
import { currentTrace } from "./trace-context.ts";

/** The gateway's log: JSON lines, allow-listed fields only. */
export type Log = Logger;

/** Every field that a log line may hold, with what keeps it harmless. Anything else is dropped before it is written. */
const allowedFields = new Set([
  "component",
  "connection",
  "operation",
  "code",
  "reason",
  "status",
  "method",
  "route",
  "durationMs",
  "bytes",
  "count",
  "attempt",
  "task",
  "jobId",
  "sessionId",
  "tenantId",
  "deliveryId",
  "eventType",
  "verdict",
  "from",
  "to",
  "cause",
  "url",
  "port",
  "roles",
  "version",
  "revision",
  "adapters",
  "names",
  "signal",
  "errorName",
  "errorCode",
  "errorMessage",
  "stack",
  "requestId",
  "traceId",
]);

/** Writes to standard output unless told otherwise. */
export function createLog(options: { level: string; destination?: DestinationStream }): Log {
  const settings = {
    level: options.level,
    base: { service: "kyc-gateway" },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: keepAllowed,
      bindings: keepAllowed,
    },
    // A copy: pino writes the line's own fields into it.
    mixin: () => ({ ...currentTrace() }),
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** The harmless part of an error: adapters' and drivers' errors may carry bodies or rows, so their fields stay out. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  const stack = error.stack
    ?.split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 8)
    .join("\n");
  return {
    errorName: error.name,
    ...(typeof code === "string" ? { errorCode: code } : {}),
    ...(stack === undefined ? {} : { stack }),
  };
}

function keepAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => (allowedFields.has(name) || name === "service") && isPlain(value),
    ),
  );
}

function isPlain(value: unknown): boolean {
  return (
    typeof value !== "object" ||
    value === null ||
    (Array.isArray(value) && value.every((item) => typeof item !== "object"))
  );
}
