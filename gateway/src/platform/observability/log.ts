import { levels, pino, type Bindings, type DestinationStream, type LogFn, type Logger } from "pino";
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
  "deliveryIds",
  "eventId",
  "endpointId",
  "outcome",
  "lagMs",
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
    hooks: { logMethod: guardMessage },
    // A copy: pino writes the line's own fields into it.
    mixin: () => ({ ...currentTrace() }),
  };
  if (options.destination !== undefined) return guardBindings(pino(settings, options.destination));
  const destination = gatherLines(pino.destination({ sync: false }));
  // What may be the last word of a process is not kept back.
  const logMethod = function logAtOnce(this: Log, ...call: LogCall) {
    const [values, write, level] = call;
    guardMessage.call(this, values, write);
    if (level >= warnLevel) destination.flush();
  };
  return guardBindings(pino({ ...settings, hooks: { logMethod } }, destination));
}

interface GatheredLines extends DestinationStream {
  flush(): void;
}

/**
 * Writes lines together. The library does as well, but measures all that it has gathered with each line that is added,
 * which copies it.
 */
function gatherLines(to: DestinationStream & { flushSync(): void }): GatheredLines {
  let lines: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    process.off("exit", flushAtExit);
    if (lines.length > 0) to.write(lines.join(""));
    [lines, length] = [[], 0];
  };
  const flushAtExit = (): void => {
    flush();
    to.flushSync();
  };
  return {
    flush,
    write(line) {
      // Only while something waits: a process may have many logs, one after the other.
      if (lines.length === 0) process.once("exit", flushAtExit);
      lines.push(line);
      length += line.length;
      if (length >= writeAtLength) flush();
      else timer ??= setTimeout(flush, writeEveryMs).unref();
    },
  };
}

type LogCall = [values: readonly unknown[], write: LogFn, level: number];

/** pino formats the fields of the log itself; those that its children are made with, it leaves as they are. */
function guardBindings(log: Log): Log {
  type Bind = (this: unknown, fields: Bindings) => Log;
  const { child, setBindings } = log as unknown as Readonly<Record<"child" | "setBindings", Bind>>;
  const guarded = {
    child(this: Log, fields: Bindings): Log {
      return child.call(this, keepAllowed(fields));
    },
    setBindings(this: Log, fields: Bindings): void {
      setBindings.call(this, keepAllowed(fields));
    },
  };
  return Object.assign(log, guarded);
}

/** An error is described, never printed, and nothing is put into a message: whatever varies is a field. */
function guardMessage(this: Log, [first, second]: readonly unknown[], write: LogFn): void {
  if (first instanceof Error)
    write.call(this, describeError(first), typeof second === "string" ? second : "error");
  else if (typeof first === "string") write.call(this, first);
  else write.call(this, first, typeof second === "string" ? second : undefined);
}

const { warn: warnLevel = 40 } = levels.values;
/** Each write wakes a thread and then the event loop: at a hundred requests a second that costs as much as their crypto. */
const writeAtLength = 32_768;
const writeEveryMs = 100;

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

/** Nearly always everything is, and then nothing is copied. */
function keepAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  for (const name in fields) if (!isAllowed(name) || !isPlain(fields[name])) return dropOthers(fields);
  return fields;
}

function dropOthers(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => isAllowed(name) && isPlain(value)),
  );
}

function isAllowed(name: string): boolean {
  return allowedFields.has(name) || name === "service";
}

function isPlain(value: unknown): boolean {
  return (
    typeof value !== "object" ||
    value === null ||
    (Array.isArray(value) && value.every((item) => typeof item !== "object"))
  );
}
