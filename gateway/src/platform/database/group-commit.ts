import { runForRequests } from "./sql/work-scope.ts";

/** Commits items in groups: while one group is on its way to the disk, the next one gathers. */
export interface GroupCommit<Item, Outcome> {
  /** Resolves with the item's own outcome once its group is committed; rejects when its group failed. */
  add(item: Item): Promise<Outcome>;
  /** Resolves when everything added so far is settled. */
  drain(): Promise<void>;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One flush is under way at a time, so a group is as large as what came in during the one before it: alone, an item
 * waits for nobody; under load, one disk flush serves many. `commit` gives one outcome for each item, in order.
 */
export function createGroupCommit<Item, Outcome>(options: {
  readonly maxGroupSize: number;
  readonly commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
}): GroupCommit<Item, Outcome> {
  let waiting: Waiting<Item, Outcome>[] = [];
  let flushing: Promise<void> | undefined;

  async function flushAll(): Promise<void> {
    // One turn of the event loop lets the requests that arrived together gather.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = waiting.slice(0, options.maxGroupSize);
      waiting = waiting.slice(options.maxGroupSize);
      await flushGroup(group);
    }
    flushing = undefined;
  }

  async function flushGroup(group: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        flushing ??= runForRequests(flushAll);
      }),
    drain: async () => {
      await flushing;
    },
  };
}
