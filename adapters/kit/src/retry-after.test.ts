import { expect, it } from "vitest";
import { parseRetryAfterMs } from "./retry-after.ts";

const nowMs = Date.parse("2026-03-01T10:00:00Z");

it.each([
  ["30", 30_000],
  ["0", 0],
  [" 5 ", 5_000],
  ["Sun, 01 Mar 2026 10:00:07 GMT", 7_000],
  ["Sun, 01 Mar 2026 09:59:00 GMT", 0],
  ["99999999999", 86_400_000],
  ["Fri, 01 Jan 2100 00:00:00 GMT", 86_400_000],
])("reads %j as %i ms", (header, expected) => {
  expect(parseRetryAfterMs(header, nowMs)).toBe(expected);
});

it.each([null, "", "-1", "1.5", "soon", "2026-03-01", "1e3", "Sun, 99 Mar 2026 10:00:07 GMT"])(
  "reads nothing from %j",
  (header) => {
    expect(parseRetryAfterMs(header, nowMs)).toBeUndefined();
  },
);
