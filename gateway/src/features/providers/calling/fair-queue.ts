/** A bounded queue in which lanes take turns; within a lane the first is served first. */
export interface FairQueue<T> {
  readonly size: number;
  /**
   * Gives what had to leave for it: nothing while there is room; otherwise the last of the longest lane, which is the
   * newcomer itself when its own lane is the longest. So a flood in one lane pushes out itself alone.
   */
  push(lane: string, item: T): T | undefined;
  shift(): T | undefined;
  /** Whether it was still there. */
  remove(lane: string, item: T): boolean;
}

export function createFairQueue<T>(limit: number): FairQueue<T> {
  // The order of the map is the order of turns: a lane that was served goes to the end.
  const lanes = new Map<string, T[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(lane, item) {
      append(lanes, lane, item);
      size += 1;
      if (size <= limit) return undefined;
      size -= 1;
      return dropFromLongest(lanes, lane);
    },
    shift() {
      const [first] = lanes;
      if (first === undefined) return undefined;
      const [lane, items] = first;
      lanes.delete(lane);
      const item = items.shift();
      if (items.length > 0) lanes.set(lane, items);
      size -= 1;
      return item;
    },
    remove(lane, item) {
      const items = lanes.get(lane) ?? [];
      const index = items.indexOf(item);
      if (index < 0) return false;
      items.splice(index, 1);
      if (items.length === 0) lanes.delete(lane);
      size -= 1;
      return true;
    },
  };
}

function append<T>(lanes: Map<string, T[]>, lane: string, item: T): void {
  const items = lanes.get(lane);
  if (items === undefined) lanes.set(lane, [item]);
  else items.push(item);
}

function dropFromLongest<T>(lanes: Map<string, T[]>, newcomer: string): T | undefined {
  let longest = newcomer;
  for (const [lane, items] of lanes) {
    if (items.length > (lanes.get(longest)?.length ?? 0)) longest = lane;
  }
  const items = lanes.get(longest);
  const dropped = items?.pop();
  if (items?.length === 0) lanes.delete(longest);
  return dropped;
}
