import { runClosedLoop } from "./run-closed-loop.ts";
import { runOpenLoop } from "./run-open-loop.ts";
import type { LoadJob } from "./load-job.ts";

/** The load generator's process: takes jobs from its parent, one at a time. */
process.on("message", (job: LoadJob) => {
  const { pace } = job;
  const running = pace.kind === "open" ? runOpenLoop(job, pace) : runClosedLoop(job, pace);
  void running.then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit(0));
