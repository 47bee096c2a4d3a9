import { describe, expect, it } from "vitest";
import {
  DeadlineExceededError,
  explainDatabaseFailure,
  isDatabaseUnavailable,
} from "./database-unavailable.ts";

const withCode = (code: string) => Object.assign(new Error("x"), { code });

describe("a database", () => {
  it.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "08006", "53300", "57P01", "57P03"])(
    "is away after %s, however deep it is wrapped",
    (code) => {
      expect(isDatabaseUnavailable(withCode(code))).toBe(true);
      expect(isDatabaseUnavailable(new Error("wrapped", { cause: withCode(code) }))).toBe(true);
      expect(isDatabaseUnavailable(new AggregateError([withCode(code)]))).toBe(true);
    },
  );

  it.each([
    "Connection terminated unexpectedly",
    "timeout exceeded when trying to connect",
    "Client was closed and is not queryable",
  ])("is away after: %s", (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it.each([
    withCode("23505"),
    withCode("42P01"),
    withCode("22P05"),
    withCode("08P01"),
    new Error("no"),
    "ECONNREFUSED",
    undefined,
  ])("is there after %j", (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });

  it.each([
    ["25006", "read_only"],
    ["53100", "disk_full"],
    ["53200", "out_of_resources"],
    ["53300", "too_many_connections"],
    ["58030", "out_of_resources"],
    ["55P03", "lock_timeout"],
    ["40P01", "lock_timeout"],
    ["57014", "statement_timeout"],
    ["57P03", "starting_or_stopping"],
    ["55000", "starting_or_stopping"],
    ["28P01", "authentication"],
    ["ECONNREFUSED", "unreachable"],
  ])("that answers %s is not available: %s", (code, failure) => {
    expect(explainDatabaseFailure(withCode(code))).toBe(failure);
    expect(explainDatabaseFailure(new Error("wrapped", { cause: withCode(code) }))).toBe(failure);
  });

  it("whose pool is used up, and whose answer comes after the deadline, are told apart", () => {
    expect(explainDatabaseFailure(new Error("timeout exceeded when trying to connect"))).toBe(
      "pool_exhausted",
    );
    expect(explainDatabaseFailure(new DeadlineExceededError())).toBe("deadline");
  });
});
