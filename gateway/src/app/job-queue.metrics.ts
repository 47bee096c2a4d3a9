import type { Registry } from "prom-client";
import type { Database } from "../platform/database/database.ts";
import { registerDatabaseGauges } from "../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../platform/observability/metrics/metric-definition.ts";
import { readQueueGauges, readWorkerGauges } from "./job-queue-gauges.store.ts";

const countLimit = 50_000;
const states = ["ready", "scheduled", "locked", "dead"] as const;

export const jobQueueMetrics = {
  queueJobs: defineGauge("kyc_job_queue_jobs", {
    help: `Jobs in the queue by state: ready, scheduled (for later), locked (under way), dead (no tries left); at most ${countLimit} are looked at.`,
    labels: { state: states },
  }),
  queueOldest: defineGauge("kyc_job_queue_oldest_seconds", {
    help: "How long ago the job of each state that was due first was due; 0 when there is none.",
    labels: { state: states },
  }),
};
export const jobWorkerMetrics = {
  workers: defineGauge("kyc_job_workers", {
    help: "Workers, of all processes, that were heard of within 40 seconds.",
    labels: {},
  }),
};

/** What waits in the job queue, and whether anybody works on it. */
export function registerJobQueueMetrics(registry: Registry, { monitor }: Database): void {
  registerDatabaseGauges({
    registry,
    group: "jobs",
    gauges: jobQueueMetrics,
    read: () => readQueueGauges(monitor, countLimit),
  });
  registerDatabaseGauges({
    registry,
    group: "workers",
    gauges: jobWorkerMetrics,
    read: () => readWorkerGauges(monitor),
  });
}
