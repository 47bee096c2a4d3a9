import { describe, expect, it } from "vitest";
import {
  asRecord,
  readArray,
  readBoolean,
  readMember,
  readNumber,
  readRecord,
  readRecords,
  readString,
} from "./read-record.ts";

const record = asRecord(
  JSON.parse('{"s":"x","n":1,"b":false,"o":{"a":1},"l":[{"k":1},null,2,[3]],"z":null}'),
);

describe("reading a member", () => {
  it("gives it when it is of the type asked for", () => {
    expect(readString(record, "s")).toBe("x");
    expect(readNumber(record, "n")).toBe(1);
    expect(readBoolean(record, "b")).toBe(false);
    expect(readRecord(record, "o")).toEqual({ a: 1 });
    expect(readArray(record, "l")).toHaveLength(4);
    expect(readRecords(record, "l")).toEqual([{ k: 1 }]);
  });

  it.each(["s", "n", "b", "o", "l", "z", "absent"])("gives nothing when %s is of another type", (key) => {
    const readings = [
      key === "s" ? undefined : readString(record, key),
      key === "n" ? undefined : readNumber(record, key),
      key === "b" ? undefined : readBoolean(record, key),
      key === "o" ? undefined : readRecord(record, key),
    ];
    expect(readings).toEqual([undefined, undefined, undefined, undefined]);
    expect(key === "l" ? [] : readArray(record, key)).toEqual([]);
  });

  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "does not see the inherited %s",
    (key) => {
      expect(readMember(record, key)).toBeUndefined();
    },
  );

  it("sees nothing of a record that is absent", () => {
    expect(readMember(undefined, "s")).toBeUndefined();
  });
});

it.each([null, [], "x", 1, undefined])("takes %j for no record", (value) => {
  expect(asRecord(value)).toBeUndefined();
});
