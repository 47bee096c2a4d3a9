const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOENT",
]);
const messages = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error",
  "Client was closed",
];

/** Whether a query failed because PostgreSQL is away, starting, stopping, or full: it may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && (networkCodes.has(code) || isServerAway(code))) return true;
  if (messages.some((message) => error.message.includes(message))) return true;
  if (error instanceof AggregateError && error.errors.some(isDatabaseUnavailable)) return true;
  return isDatabaseUnavailable(error.cause);
}

/**
 * PostgreSQL's classes 08 (connection), 53 (resources), 57P (operator intervention). A message that it does not
 * understand (08P01) is our mistake, and no better a moment later.
 */
function isServerAway(code: string): boolean {
  return code !== "08P01" && /^(08...|53...|57P0[1-4])$/.test(code);
}
