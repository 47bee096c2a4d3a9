import { describe, expect, it } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

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

  it("sends a second group while the first is on its way, from so many that wait, and never a third", async () => {
    const underWay: PromiseWithResolvers<void>[] = [];
    const sizes: number[] = [];
    const commit = createGroupCommit<number, number>({
      maxGroupSize: 10,
      secondFrom: 3,
      commit: async (items) => {
        const flush = Promise.withResolvers<void>();
        underWay.push(flush);
        sizes.push(items.length);
        await flush.promise;
        return items;
      },
    });
    const added = [commit.add(0)];
    await turn();
    added.push(commit.add(1), commit.add(2));
    await turn();
    expect(sizes).toEqual([1]);
    added.push(commit.add(3));
    await turn();
    expect(sizes).toEqual([1, 3]);
    added.push(...[4, 5, 6, 7].map((item) => commit.add(item)));
    await turn();
    expect(sizes).toEqual([1, 3]);
    underWay[0]?.resolve();
    await turn();
    expect(sizes).toEqual([1, 3, 4]);
    for (const { resolve } of underWay) resolve();
    expect(await Promise.all(added)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await commit.drain();
  });

  it("leaves nothing behind when both groups end at once and little waits", async () => {
    const underWay: PromiseWithResolvers<void>[] = [];
    const commit = createGroupCommit<number, number>({
      maxGroupSize: 2,
      secondFrom: 2,
      commit: async (items) => {
        const flush = Promise.withResolvers<void>();
        if (underWay.length < 2) {
          underWay.push(flush);
          await flush.promise;
        }
        return items;
      },
    });
    const added = [1, 2].map((item) => commit.add(item));
    await turn();
    added.push(...[3, 4].map((item) => commit.add(item)));
    await turn();
    added.push(commit.add(5));
    for (const { resolve } of underWay) resolve();
    expect(await Promise.all(added)).toEqual([1, 2, 3, 4, 5]);
  });
});
