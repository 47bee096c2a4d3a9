import { runForRequests } from "./sql/work-scope.ts";

/** Looks many things up at once. */
interface GroupRead<Key, Found> {
  find(key: Key): Promise<Found | undefined>;
}

interface Waiting<Key, Found> {
  readonly key: Key;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Look-ups that arrive in one turn of the event loop, or while all `maxAtOnce` statements are under way, share one
 * statement. What was committed before `find` was called is seen. `read` gives one outcome for each key, in order.
 */
export function createGroupRead<Key, Found>(options: {
  readonly maxGroupSize: number;
  readonly maxAtOnce: number;
  readonly read: (keys: readonly Key[]) => Promise<readonly (Found | undefined)[]>;
}): GroupRead<Key, Found> {
  let waiting: Waiting<Key, Found>[] = [];
  let underWay = 0;
  let isPlanned = false;

  function readWaiting(): void {
    isPlanned = false;
    while (waiting.length > 0 && underWay < options.maxAtOnce) {
      const group = waiting.slice(0, options.maxGroupSize);
      waiting = waiting.slice(options.maxGroupSize);
      underWay += 1;
      void readGroup(group);
    }
  }

  async function readGroup(group: readonly Waiting<Key, Found>[]): Promise<void> {
    try {
      const found = await options.read(group.map(({ key }) => key));
      group.forEach(({ resolve }, index) => resolve(found[index]));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      readWaiting();
    }
  }

  return {
    find: (key) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, resolve, reject });
        if (isPlanned || underWay >= options.maxAtOnce) return;
        isPlanned = true;
        runForRequests(() => setImmediate(readWaiting));
      }),
  };
}
