import { explainFailure } from "../app/commands/explain-failure.ts";
import { printError } from "./print.ts";

/** Says what went wrong and what to do. Gives the exit code. */
export function reportFailure(error: unknown): number {
  const { message, exitCode } = explainFailure(error);
  printError(message);
  return exitCode;
}
