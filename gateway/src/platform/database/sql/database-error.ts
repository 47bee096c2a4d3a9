/** The conditions that the gateway answers to by itself, by PostgreSQL's own names. Source: its appendix A and errcodes.h. */
const conditions = {
  check_violation: "23514",
  deadlock_detected: "40P01",
  duplicate_database: "42P04",
  insufficient_privilege: "42501",
  invalid_authorization_specification: "28000",
  undefined_database: "3D000",
  invalid_password: "28P01",
  lock_not_available: "55P03",
  protocol_violation: "08P01",
  query_canceled: "57014",
  undefined_table: "42P01",
  unique_violation: "23505",
} as const;

type DatabaseCondition = keyof typeof conditions;

/** Whether PostgreSQL answered with one of these conditions, also when the ORM wrapped its answer. */
export function isDatabaseError(error: unknown, ...names: readonly DatabaseCondition[]): boolean {
  const state = readSqlState(error);
  return names.some((name) => conditions[name] === state);
}

/** Five signs; codes of the operating system, such as EPIPE, begin with an E as no SQLSTATE does. */
const sqlState = /^[0-9FHPX][0-9A-Z]{4}$/;

/** The SQLSTATE that an error carries; undefined: PostgreSQL never said anything. */
export function readSqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" && sqlState.test(code) ? code : readSqlState(error.cause);
}
