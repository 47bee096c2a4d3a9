import { describe, expect, it } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

describe("group commit", () => {
  it("commits items that arrive together in one group and gives each its own outcome", async () => {
    const groups: number[][] = [];
    const commit = createGroupCommit<number, string>({
      maxGroupSize: 10,
      commit: async (items) => {
        groups.push([...items]);
        return items.map((item) => `committed ${item}`);
      },
    });
    const outcomes = await Promise.all([1, 2, 3].map((item) => commit.add(item)));
    expect(outcomes).toEqual(["committed 1", "committed 2", "committed 3"]);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it("gathers what arrives during a flush into the next group, never larger than allowed", async () => {
    const release = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const groups: number[][] = [];
    const commit = createGroupCommit<number, number>({
      maxGroupSize: 2,
      commit: async (items) => {
        groups.push([...items]);
        if (groups.length === 1) {
          started.resolve();
          await release.promise;
        }
        return items;
      },
    });
    const first = commit.add(1);
    await started.promise;
    const rest = [2, 3, 4].map((item) => commit.add(item));
    release.resolve();
    await Promise.all([first, ...rest]);
    expect(groups).toEqual([[1], [2, 3], [4]]);
  });

  it("fails only the items of the group that failed, and goes on", async () => {
    const commit = createGroupCommit<number, number>({
      maxGroupSize: 1,
      commit: async ([item]) => {
        if (item === 1) throw new Error("disk is gone");
        return [item ?? 0];
      },
    });
    const [first, second] = await Promise.allSettled([commit.add(1), commit.add(2)]);
    expect(first).toMatchObject({ status: "rejected" });
    expect(second).toEqual({ status: "fulfilled", value: 2 });
    await expect(commit.add(3)).resolves.toBe(3);
  });

  it("has settled everything when drained", async () => {
    const settled: number[] = [];
    const commit = createGroupCommit<number, number>({
      maxGroupSize: 1,
      commit: async (items) => {
        settled.push(...items);
        return items;
      },
    });
    void commit.add(1);
    void commit.add(2);
    await commit.drain();
    expect(settled).toEqual([1, 2]);
  });
});
