import { expect, it } from "vitest";
import { parseRetryAfterMs } from "./retry-after.ts";

const nowMs = Date.parse("2026-03-01T10:00:00Z");

it.each([
  ["30", 30_000],
  ["0", 0],
  [" 5 ", 5_000],
  ["Sun, 01 Mar 2026 10:00:07 GMT", 7_000],
  ["86400", 86_400_000],
  ["Fri, 01 Jan 2100 00:00:00 GMT", 86_400_000],
])("reads %j as %i ms", (header, expected) => {
  expect(parseRetryAfterMs(header, nowMs)).toBe(expected);
});

it.each([
  null,
  "",
  "-1",
  "1.5",
  "soon",
  "2026-03-01",
  "1e3",
  "120, 120",
  "0x10",
  "86401",
  "86400000",
  "99999999999",
  "9".repeat(400),
  "Sun, 01 Mar 2026 09:59:00 GMT",
  "Sun, 01 Mar 2026 10:00:07 +0000",
  "Sunday, 01-Mar-26 10:00:07 GMT",
  "Sun Mar  1 10:00:07 2026",
  "Sun, 99 Mar 2026 10:00:07 GMT",
])("reads nothing from %j: the caller's own schedule decides", (header) => {
  expect(parseRetryAfterMs(header, nowMs)).toBeUndefined();
});
