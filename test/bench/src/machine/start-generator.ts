import type { LoadJob, LoadResult } from "../load/load-job.ts";
import { receive, startChild, type Child } from "./child.ts";
import { places } from "./places.ts";

/** The load generator, one process for the whole run. */
export interface Generator extends Child {
  run(job: LoadJob): Promise<LoadResult>;
}

export function startGenerator(): Generator {
  const child = startChild({ script: places.generator });
  return {
    ...child,
    run(job) {
      child.process.send(job);
      return receive<LoadResult>(child);
    },
  };
}
