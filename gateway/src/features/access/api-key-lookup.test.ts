import { describe, expect, it } from "vitest";
import { createApiKeyLookup } from "./api-key-lookup.ts";

/** A database of keys, a replica that knows some of them, and a count of the looks. */
function createWorld(stored: readonly string[]) {
  const world = { ms: 0, looks: 0, known: new Set<string>() };
  const keys = createApiKeyLookup({
    now: () => world.ms,
    async isStored(hash) {
      world.looks += 1;
      return stored.includes(hash.toString());
    },
    async reload() {
      for (const key of stored) world.known.add(key);
    },
  });
  const find = (key: string) => keys.find(Buffer.from(key), () => (world.known.has(key) ? key : undefined));
  return { world, find };
}

describe("a key that is not here", () => {
  it("is found when it is stored", async () => {
    const { world, find } = createWorld(["new"]);
    expect(await find("new")).toBe("new");
    expect(await find("new")).toBe("new");
    expect(world.looks).toBe(1);
  });

  it("is looked for once when it is not stored", async () => {
    const { world, find } = createWorld([]);
    for (let ask = 0; ask < 5; ask += 1) {
      expect(await find("noise")).toBeUndefined();
      world.ms += 1000;
    }
    expect(world.looks).toBe(1);
  });

  it("is found beside others that are as new", async () => {
    const made = Array.from({ length: 20 }, (_value, index) => `new-${index}`);
    const { world, find } = createWorld(made.slice(0, 1));
    for (const key of made.slice(1)) await find(key);
    expect(world.looks).toBe(19);
    expect(await find("new-0")).toBe("new-0");
  });

  it("is looked for at a rateLimiter, however many others are", async () => {
    const { world, find } = createWorld(["new"]);
    for (let key = 0; key < 1000; key += 1) {
      await find(`noise-${key}`);
      world.ms += 1;
    }
    expect(world.looks).toBeLessThanOrEqual(40);
    world.ms += 100;
    expect(await find("new")).toBe("new");
  });
});
