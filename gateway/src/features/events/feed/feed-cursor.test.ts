import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeFeedCursor, encodeFeedCursor } from "./feed-cursor.ts";

it("a cursor comes back as it was", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (number) => {
      expect(decodeFeedCursor(encodeFeedCursor(number))).toBe(number);
    }),
  );
});

it("a text that is no cursor is none", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = decodeFeedCursor(text);
      expect(number === undefined || encodeFeedCursor(number) === text).toBe(true);
    }),
  );
  for (const text of ["", "e1-", "e1-01", "e1--1", "e1-zzzzzzzzzzz", "e2-5"])
    expect(decodeFeedCursor(text)).toBeUndefined();
});
