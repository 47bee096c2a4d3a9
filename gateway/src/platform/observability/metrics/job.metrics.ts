import { jobSeconds } from "./buckets.ts";
import { defineCounter, defineHistogram } from "./metric-definition.ts";

const jobTasks = [
  "refresh-session",
  "erase-session",
  "drop-expired",
  "create-partitions",
  "apply-retention",
  "tend-account-records",
  "look-at-watches",
  "tell-expiries",
  "sweep-sessions",
  "read-session-lifetimes",
  "count-sessions",
] as const;
export type JobTask = (typeof jobTasks)[number];

/** The background work. */
export const jobMetrics = {
  jobs: defineCounter("kyc_jobs_total", {
    help: "Background jobs by task and outcome: ok, deferred (the schedule comes back to it), failed.",
    labels: { task: [...jobTasks, "apply-deliveries"], outcome: ["ok", "deferred", "failed"] },
  }),
  jobDuration: defineHistogram("kyc_job_duration_seconds", {
    help: "Duration of jobs of the queue, by task.",
    labels: { task: jobTasks },
    buckets: jobSeconds,
  }),
};
