import { GCProfiler, getHeapStatistics } from "node:v8";

/**
 * Adds up what this process allocates on its heap between `start` and `stop`: what it used more before each collection
 * than after the one before it.
 */
export interface AllocationCounter {
  start(): void;
  /** Bytes since the start. */
  stop(): number;
}

const readUsed = (): number => getHeapStatistics().used_heap_size;

export function createAllocationCounter(): AllocationCounter {
  let profiler = new GCProfiler();
  let usedAtStart = 0;
  return {
    start() {
      profiler = new GCProfiler();
      usedAtStart = readUsed();
      profiler.start();
    },
    stop() {
      let after = usedAtStart;
      let allocated = 0;
      for (const { beforeGC, afterGC } of profiler.stop()?.statistics ?? []) {
        allocated += Math.max(0, beforeGC.heapStatistics.usedHeapSize - after);
        after = afterGC.heapStatistics.usedHeapSize;
      }
      return allocated + Math.max(0, readUsed() - after);
    },
  };
}
