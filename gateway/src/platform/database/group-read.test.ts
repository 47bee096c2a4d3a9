import { describe, expect, it } from "vitest";
import { createGroupRead } from "./group-read.ts";

interface Call {
  readonly keys: readonly number[];
  answer(): void;
}

function createReader(limits: { maxGroupSize: number; maxAtOnce: number }) {
  const calls: Call[] = [];
  const group = createGroupRead<number, string>({
    ...limits,
    read: (keys) =>
      new Promise((resolve) => {
        calls.push({
          keys,
          answer: () => resolve(keys.map((key) => (key < 0 ? undefined : `found ${key}`))),
        });
      }),
  });
  return { calls, group };
}

const nextTurn = () => new Promise(setImmediate);

describe("group read", () => {
  it("looks up together what arrives in one turn, and gives each its own", async () => {
    const { calls, group } = createReader({ maxGroupSize: 10, maxAtOnce: 1 });
    const found = Promise.all([1, -2, 3].map((key) => group.find(key)));
    await nextTurn();
    expect(calls.map(({ keys }) => keys)).toEqual([[1, -2, 3]]);
    calls[0]?.answer();
    expect(await found).toEqual(["found 1", undefined, "found 3"]);
  });

  it("begins no more statements at once than allowed; the rest gathers", async () => {
    const { calls, group } = createReader({ maxGroupSize: 2, maxAtOnce: 2 });
    const found = Promise.all([1, 2, 3, 4, 5, 6, 7].map((key) => group.find(key)));
    await nextTurn();
    expect(calls.map(({ keys }) => keys)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    calls[1]?.answer();
    await nextTurn();
    expect(calls.map(({ keys }) => keys)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    for (const index of [0, 2]) calls[index]?.answer();
    await nextTurn();
    calls[3]?.answer();
    expect(await found).toHaveLength(7);
  });

  it("never answers with a statement that began before the question", async () => {
    const { calls, group } = createReader({ maxGroupSize: 10, maxAtOnce: 2 });
    const first = group.find(1);
    await nextTurn();
    const second = group.find(1);
    await nextTurn();
    expect(calls).toHaveLength(2);
    for (const call of calls) call.answer();
    expect(await Promise.all([first, second])).toEqual(["found 1", "found 1"]);
  });

  it("fails only the group that failed, and goes on", async () => {
    let isBroken = true;
    const group = createGroupRead<number, number>({
      maxGroupSize: 1,
      maxAtOnce: 1,
      read: async (keys) => {
        if (isBroken) throw new Error("the line is dead");
        return keys;
      },
    });
    await expect(group.find(1)).rejects.toThrow("the line is dead");
    isBroken = false;
    await expect(group.find(2)).resolves.toBe(2);
  });
});
