import { describe, expect, it } from "vitest";
import { createReadShares } from "./apply-deliveries.job.ts";

function beginAll(shares: ReturnType<typeof createReadShares>, connection: string): (() => void)[] {
  const ends: (() => void)[] = [];
  while (shares.findRoom(connection) > 0) ends.push(shares.begin(connection));
  return ends;
}

describe("the places for reads", () => {
  it("go to a connection alone for two thirds", () => {
    expect(createReadShares(9).findRoom("a")).toBe(6);
    expect(beginAll(createReadShares(9), "a")).toHaveLength(6);
  });

  it("leave one for each connection that has none, however many the others have", () => {
    const shares = createReadShares(9);
    for (const connection of ["a", "b", "c", "d", "e"]) {
      expect(shares.findRoom(connection)).toBeGreaterThan(0);
      beginAll(shares, connection);
    }
    expect(shares.findRoom("f")).toBe(1);
    shares.begin("f");
    expect(shares.findRoom("f")).toBe(0);
  });

  it("shrink for each connection the more of them want some", () => {
    const shares = createReadShares(64);
    expect(beginAll(shares, "a").length).toBeGreaterThan(beginAll(shares, "b").length);
  });

  it("come back when reads end", () => {
    const shares = createReadShares(9);
    const [first, ...others] = beginAll(shares, "a");
    expect(shares.findRoom("a")).toBe(0);
    first?.();
    expect(shares.findRoom("a")).toBe(1);
    for (const end of others) end();
    expect(shares.findRoom("a")).toBe(6);
  });
});
