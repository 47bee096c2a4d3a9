import { describe, expect, it } from "vitest";
import { createConnectionShares } from "./connection-shares.ts";

function beginAll(shares: ReturnType<typeof createConnectionShares>, flag: string): (() => void)[] {
  const begun: (() => void)[] = [];
  for (let end = shares.begin([flag]); end !== undefined; end = shares.begin([flag])) begun.push(end);
  return begun;
}

describe("a connection whose jobs never end", () => {
  it("leaves workers to every other one", () => {
    const shares = createConnectionShares(10);
    const counts = ["connection:a", "connection:b", "connection:c"].map(
      (flag) => beginAll(shares, flag).length,
    );
    expect(counts).toEqual([7, 2, 1]);
  });

  it("leaves one worker of two", () => {
    expect(beginAll(createConnectionShares(2), "connection:a")).toHaveLength(1);
  });

  it("gets the only worker, for there is nothing to share", () => {
    expect(beginAll(createConnectionShares(1), "connection:a")).toHaveLength(1);
  });

  it("is named as full, and no longer when one of its jobs has ended", () => {
    const shares = createConnectionShares(10);
    const [end] = beginAll(shares, "connection:a");
    expect(shares.listFull()).toEqual(["connection:a"]);
    end?.();
    expect(shares.listFull()).toEqual([]);
    expect(beginAll(shares, "connection:a")).toHaveLength(1);
  });
});

it("lets jobs of no connection on", () => {
  const shares = createConnectionShares(1);
  expect(shares.begin(["connection:a"])).toBeDefined();
  expect(shares.begin([])).toBeDefined();
  expect(shares.begin(["other"])).toBeDefined();
  expect(shares.listFull()).toEqual(["connection:a"]);
});
