import { isDatabaseError, readSqlState } from "./sql/database-error.ts";

/** Why a database that may be there cannot serve. Closed: it is a label of a metric and a word in the log. */
export const databaseFailures = [
  "unreachable",
  "pool_exhausted",
  "starting_or_stopping",
  "too_many_connections",
  "authentication",
  "read_only",
  "disk_full",
  "out_of_resources",
  "lock_timeout",
  "statement_timeout",
  "deadline",
] as const;
export type DatabaseFailure = (typeof databaseFailures)[number];

/** Thrown for a statement whose request has no time left. It was not sent, or it was cancelled. */
export class DeadlineExceededError extends Error {
  constructor() {
    super("The request's deadline passed before the database had answered.");
    this.name = "DeadlineExceededError";
  }
}

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
]);

/** The pool's own words for a wait for a free connection. */
const queueMessage = "timeout exceeded when trying to connect";
const messages = [
  "Connection terminated",
  "timeout expired",
  "Client has encountered a connection error",
  "Client was closed",
];

/**
 * PostgreSQL's codes by what they say about the server: whole classes by two characters, single codes by five. Source:
 * PostgreSQL's appendix A. A deadlock and a failed serialisation end well when they are tried again.
 */
const failureOfState: Readonly<Record<string, DatabaseFailure>> = {
  "08": "unreachable",
  "28": "authentication",
  "53": "out_of_resources",
  "58": "out_of_resources",
  "25006": "read_only",
  "25P03": "statement_timeout",
  "3D000": "unreachable",
  "40001": "lock_timeout",
  "40P01": "lock_timeout",
  "55000": "starting_or_stopping",
  "53100": "disk_full",
  "53300": "too_many_connections",
  "55P03": "lock_timeout",
  "57014": "statement_timeout",
  "57P01": "starting_or_stopping",
  "57P02": "starting_or_stopping",
  "57P03": "starting_or_stopping",
  "57P04": "starting_or_stopping",
  "57P05": "unreachable",
};

/** Why a query failed, where that is the database's state and may be over a moment later; undefined: anything else. */
export function explainDatabaseFailure(error: unknown): DatabaseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof DeadlineExceededError) return "deadline";
  const { code } = error as NodeJS.ErrnoException;
  if (networkCodes.has(code ?? "")) return "unreachable";
  const known = explainState(error);
  if (known !== undefined) return known;
  if (error.message.includes(queueMessage)) return "pool_exhausted";
  if (messages.some((message) => error.message.includes(message))) return "unreachable";
  if (error instanceof AggregateError) return explainFirst(error.errors);
  return explainDatabaseFailure(error.cause);
}

/** Whether a query failed because the database is away or cannot serve: it may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return explainDatabaseFailure(error) !== undefined;
}

function explainFirst(errors: readonly unknown[]): DatabaseFailure | undefined {
  return errors.map(explainDatabaseFailure).find((failure) => failure !== undefined);
}

function explainState(error: Error): DatabaseFailure | undefined {
  const state = readSqlState(error);
  // A message that the server does not understand is our fault, and no better a moment later.
  if (state === undefined || isDatabaseError(error, "protocol_violation")) return undefined;
  return failureOfState[state] ?? failureOfState[state.slice(0, 2)];
}
