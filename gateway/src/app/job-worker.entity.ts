import { defineEntity, p } from "@mikro-orm/core";

/** A process that works on jobs, and when it was last heard of. */
export const JobWorkerEntity = defineEntity({
  name: "JobWorker",
  tableName: "job_workers",
  properties: {
    /** As the queue writes it into its locks. */
    id: p.text().primary(),
    seenAt: p.datetime(),
  },
});
