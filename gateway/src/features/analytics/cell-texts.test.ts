import { describe, expect, it } from "vitest";
import { readCharges, readReasonCounts, readSums, summedColumns } from "./cell-texts.ts";

const places = summedColumns.slice(9).map((_, place) => place);

describe("the sums of a roll-up", () => {
  it("are read in the order of their columns", () => {
    expect(readSums([`12,11,10,7,3,2,1,13,98765,${places.join()}`])).toEqual({
      created: 12,
      launched: 11,
      seen: 10,
      approved: 7,
      rejected: 3,
      expired: 2,
      reversed: 1,
      attempts: 13,
      decisionSeconds: 98_765,
      decisionTimes: places,
    });
  });

  it("are added up where there are several", () => {
    const text = summedColumns.map((_, place) => place * 1_000_003).join();
    const once = readSums([text]);
    const thrice = readSums([text, text, text]);
    expect(thrice.decisionTimes).toEqual(once.decisionTimes.map((count) => count * 3));
    expect(thrice.decisionSeconds).toBe(once.decisionSeconds * 3);
  });

  it("are nothing where there are none", () => {
    expect(readSums([])).toMatchObject({ created: 0, attempts: 0, decisionTimes: [] });
  });
});

describe("what lies beside them", () => {
  it("is how many were rejected for each reason, of all texts together", () => {
    const counts = readReasonCounts(["underage,2,face_mismatch,5", "underage,1"]);
    expect(Object.fromEntries(counts)).toEqual({ underage: 3, face_mismatch: 5 });
    expect(readReasonCounts([]).size).toBe(0);
  });

  it("is what each connection may charge for", () => {
    expect(readCharges(["a,1,2,3,b,4,5,6", "a,7,8,9"])).toEqual([
      { connectionId: "a", launched: 1, decided: 2, attempts: 3 },
      { connectionId: "b", launched: 4, decided: 5, attempts: 6 },
      { connectionId: "a", launched: 7, decided: 8, attempts: 9 },
    ]);
  });
});
