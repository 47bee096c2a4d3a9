import { createLog, type Log } from "@kyc-gateway/gateway";

/** A log whose lines a test can look at. */
export interface LogCapture {
  readonly log: Log;
  /** Every line so far. */
  readonly lines: readonly string[];
}

export function captureLog(level = "debug"): LogCapture {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLog({ level, destination }), lines };
}
