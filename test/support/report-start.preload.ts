import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { registerHooks } from "node:module";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createAllocationCounter } from "./count-allocations.ts";

/**
 * Loaded before a gateway (`--import`): whoever asks its port (in `START_REPORT_FILE`) gets the modules that were loaded
 * until then, and the bytes that the heap keeps after a collection; or has counted what is allocated meanwhile; or how
 * often the event loop has come round; or the bytes that the room for young objects takes.
 */
const file = process.env["START_REPORT_FILE"] ?? "";
const modules = new Set<string>();
registerHooks({
  load(url, context, next) {
    modules.add(url);
    return next(url, context);
  },
});
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const counter = createAllocationCounter();
const answers: Readonly<Record<string, () => unknown>> = {
  "/": () => {
    collect();
    return { modules: [...modules], heapBytes: process.memoryUsage().heapUsed };
  },
  "/rounds": () => ({ count: performance.nodeTiming.uvMetricsInfo.loopCount, atMs: performance.now() }),
  "/young": () => ({
    bytes: getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.physical_space_size,
  }),
  "/start-counting": () => counter.start(),
  "/stop-counting": () => ({ allocatedBytes: counter.stop() }),
};
const server = createServer(({ url = "/" }, response) => {
  response.end(JSON.stringify(answers[url]?.() ?? null));
});
server.listen(0, "127.0.0.1", () => writeFileSync(file, JSON.stringify(server.address())));
server.unref();
