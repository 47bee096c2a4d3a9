import { describe, expect, it } from "vitest";
import { isDatabaseUnavailable } from "./database-unavailable.ts";

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
});
