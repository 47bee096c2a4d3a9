import { performance, type EventLoopUtilization } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What V8's own `gc` takes. `last-resort`: pages that are free go back to the system at once. */
interface Collection {
  readonly type: "major";
  readonly execution: "sync";
  readonly flavor: "last-resort";
}

/**
 * Collects what is not used any more, and lets go of the room that V8 keeps for young objects: 15 MB resident after a
 * start, some 35 after a storm. The process does nothing else for some 50 ms. V8 offers it by this flag alone.
 */
export function giveBackMemory(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (collection: Collection) => void;
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}

const lookEveryMs = 1000;
/** Of a second, at work. */
const isLoadFrom = 0.5;
const isCalmBelow = 0.1;

/**
 * Whether a load has just passed, by how much of its time the event loop works: told once for each load, in the first
 * second in which next to nothing is done, so that hardly anybody waits for what is done then.
 */
export function createLoadWatch(): (utilization: number) => boolean {
  let wasLoaded = false;
  return (utilization) => {
    const isOver = wasLoaded && utilization < isCalmBelow;
    wasLoaded = (wasLoaded || utilization > isLoadFrom) && !isOver;
    return isOver;
  };
}

/** Gives memory back after each load. Gives what ends it. */
export function giveBackAfterLoads(): () => void {
  const isOver = createLoadWatch();
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    if (isOver(performance.eventLoopUtilization(now, before).utilization)) giveBackMemory();
    before = performance.eventLoopUtilization();
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}
