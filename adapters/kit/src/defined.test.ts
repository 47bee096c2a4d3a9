import { expect, it } from "vitest";
import { keepDefined, keepDefinedOrNothing } from "./defined.ts";

it("drops undefined members and keeps null, false, zero and empty text", () => {
  const members = { a: undefined, b: null, c: false, d: 0, e: "" };
  expect(Object.keys(keepDefined(members))).toEqual(["b", "c", "d", "e"]);
});

it("gives nothing when nothing is left", () => {
  expect(keepDefinedOrNothing({ a: undefined })).toBeUndefined();
  expect(keepDefinedOrNothing({ a: 1 })).toEqual({ a: 1 });
});
