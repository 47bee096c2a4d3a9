import { describe, expect, it } from "vitest";
import { createKeyUses } from "./key-uses.ts";

const hourMs = 60 * 60 * 1000;

function createUses() {
  const writes: { keys: string[]; at: Date }[] = [];
  const clock = { now: 10 * hourMs + 1 };
  const query = async (_text: string, [keys, at]: [string[], Date]) => void writes.push({ keys, at });
  return { uses: createKeyUses({ query: query as never }, () => clock.now), writes, clock };
}

describe("uses of API keys", () => {
  it("are written once for each key and hour, however many there are", async () => {
    const { uses, writes, clock } = createUses();
    for (let count = 0; count < 1000; count += 1) uses.note(count % 2 === 0 ? "a" : "b");
    await uses.flush();
    uses.note("a");
    await uses.flush();
    expect(writes).toEqual([{ keys: ["a", "b"], at: new Date(10 * hourMs) }]);
    clock.now += hourMs;
    uses.note("a");
    await uses.flush();
    expect(writes[1]).toEqual({ keys: ["a"], at: new Date(11 * hourMs) });
  });

  it("that cannot be written fail nobody", async () => {
    const uses = createKeyUses({ query: () => Promise.reject(new Error("away")) }, Date.now);
    uses.note("a");
    await expect(uses.flush()).resolves.toBeUndefined();
  });
});
