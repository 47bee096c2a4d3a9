import { DatabaseError } from "pg";
import { describe, expect, it } from "vitest";
import { isDatabaseError, readSqlState } from "./database-error.ts";

const withCode = (code: unknown) => Object.assign(new Error("x"), { code });

describe("an error of the database", () => {
  it.each([
    ["23505", "unique_violation"],
    ["42P01", "undefined_table"],
    ["42501", "insufficient_privilege"],
    ["40P01", "deadlock_detected"],
    ["3D000", "undefined_database"],
  ] as const)("%s is %s, also when the ORM has wrapped it", (code, name) => {
    expect(isDatabaseError(withCode(code), name)).toBe(true);
    expect(isDatabaseError(new Error("wrapped", { cause: withCode(code) }), name)).toBe(true);
    expect(isDatabaseError(withCode(code), "check_violation")).toBe(false);
  });

  it("is one of several that are asked for", () => {
    expect(isDatabaseError(withCode("55P03"), "deadlock_detected", "lock_not_available")).toBe(true);
  });

  it("is what the driver throws", () => {
    const thrown = Object.assign(new DatabaseError("x", 1, "error"), { code: "57014" });
    expect(isDatabaseError(thrown, "query_canceled")).toBe(true);
  });

  it.each([
    withCode("ENOENT"),
    withCode("ECONNREFUSED"),
    withCode("EPIPE"),
    withCode("E2BIG"),
    withCode(23_505),
    "23505",
    undefined,
    null,
    {},
  ])("is not %j", (error) => {
    expect(readSqlState(error)).toBeUndefined();
    expect(isDatabaseError(error, "unique_violation")).toBe(false);
  });
});
