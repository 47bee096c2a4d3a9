import { describe, expect, it } from "vitest";
import { chooseDelay, readRetryAfter, wait } from "./retry-delay.ts";

const now = Date.parse("2026-03-14T09:26:53Z");
const read = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now);

describe("Retry-After", () => {
  it("is seconds", () => {
    expect(read({ "retry-after": "7" })).toBe(7000);
    expect(read({ "retry-after": " 0 " })).toBe(0);
  });

  it("is a time of the answerer's clock, though ours is an hour ahead", () => {
    const theirs = "Sat, 14 Mar 2026 08:26:53 GMT";
    expect(read({ "retry-after": "Sat, 14 Mar 2026 08:27:03 GMT", date: theirs })).toBe(10_000);
  });

  it("is compared with our clock where a proxy has taken out the answerer's", () => {
    expect(read({ "retry-after": "Sat, 14 Mar 2026 09:26:58 GMT" })).toBe(5000);
  });

  it("is no time that has passed", () => {
    expect(read({ "retry-after": "Sat, 14 Mar 2020 09:26:58 GMT" })).toBe(0);
  });

  it.each(["", "soon", "1.5e3x"])("is nothing where it cannot be understood: %j", (text) => {
    expect(read({ "retry-after": text })).toBeUndefined();
  });
});

describe("the delay before the next attempt", () => {
  it("is never shorter than what was asked for, and a little spread", () => {
    expect([0, 1].map((random) => chooseDelay(3, 4000, () => random))).toEqual([4000, 4400]);
  });

  it("doubles up to a limit, and is spread over half of it", () => {
    expect([1, 2, 3, 4, 5, 50].map((attempt) => chooseDelay(attempt, undefined, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ]);
    expect(chooseDelay(1, undefined, () => 0)).toBe(250);
  });
});

describe("waiting", () => {
  it("ends at once, with the reason, when the caller leaves", async () => {
    const leaving = new AbortController();
    const waiting = wait(60_000, leaving.signal);
    leaving.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    await expect(wait(60_000, leaving.signal)).rejects.toThrow("gone");
  });
});
