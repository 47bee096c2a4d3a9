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

export interface GroupCommitOptions<Item, Outcome> {
  readonly maxGroupSize: number;
  /** Gives one outcome for each item, in order. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** While a group is on its way, another one sets out as soon as so many items wait. Absent: one at a time. */
  readonly secondFrom?: number;
  /** In whose name the groups are committed. Default: of requests. */
  readonly runIn?: (work: () => Promise<void>) => Promise<void>;
}

/**
 * A group is as large as what came in during the one before it: alone, an item waits for nobody; under load, one disk
 * flush serves many. The second group fills the time in which the first one waits for the disk.
 */
export function createGroupCommit<Item, Outcome>(
  options: GroupCommitOptions<Item, Outcome>,
): GroupCommit<Item, Outcome> {
  const { maxGroupSize, commit, secondFrom = Number.POSITIVE_INFINITY, runIn = runForRequests } = options;
  let waiting: Waiting<Item, Outcome>[] = [];
  const flushes = new Set<Promise<void>>();
  // Counted by those who flush themselves, at the moment in which they take no more: nothing is left behind.
  let flushing = 0;

  async function flushAll(): Promise<void> {
    // One turn of the event loop lets the requests that arrived together gather.
    await new Promise(setImmediate);
    for (let group = takeGroup(); group.length > 0; group = takeGroup()) await flushGroup(group);
    flushing -= 1;
  }

  /** Nothing for a second flush that came to little: the first one takes it along. */
  function takeGroup(): readonly Waiting<Item, Outcome>[] {
    if (flushing > 1 && waiting.length < secondFrom) return [];
    const group = waiting.slice(0, maxGroupSize);
    waiting = waiting.slice(maxGroupSize);
    return group;
  }

  async function flushGroup(group: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  function begin(): void {
    flushing += 1;
    const flush: Promise<void> = runIn(flushAll).finally(() => flushes.delete(flush));
    flushes.add(flush);
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (flushing === 0 || (flushing === 1 && waiting.length >= secondFrom)) begin();
      }),
    drain: async () => {
      while (flushes.size > 0) await Promise.all(flushes);
    },
  };
}
