import type { JobHelpers, Task, TaskSpec } from "graphile-worker";
import type { Cause } from "@kyc-gateway/core";
import { validate as isUuid } from "uuid";
import { destroyReplacedKeys } from "../platform/encryption/rotation/destroy-replaced-keys.store.ts";
import { describeError } from "../platform/observability/log.ts";
import { newTraceContext, runInTrace } from "../platform/observability/trace-context.ts";
import { inSpan, storeTraceparent, type SpanStart } from "../platform/observability/tracing.ts";
import { createPartitions } from "../platform/database/partitions/create-partitions.store.ts";
import { lookAtWatches } from "../features/account/look-at-watches.job.ts";
import { readLifetimes } from "../features/providers/configurations/read-lifetimes.job.ts";
import { dropExpired } from "../features/privacy/retention.store.ts";
import { applyRetention } from "../features/privacy/retention.ts";
import type { JobTask } from "../platform/observability/metrics/job.metrics.ts";
import type { Services } from "./services.ts";
import type { ConnectionShares } from "./connection-shares.ts";
import { sweepSessions } from "./sweep-sessions.ts";
import { dropReplacedJobs } from "./take-up-left-overs.store.ts";

/** A fetch that another process holds is looked at again after this. */
const busyRetryMs = 1000;
/** Until then one of its connection's jobs may have ended. */
const putBackMs = 200;
const fetchDeadlineMs = 20_000;
/** Before the next run of the schedule. */
const countDeadlineMs = 50_000;
/** How long a job makes way for deliveries that come in. */
const yieldAtMostMs = 1000;

/** `deferred`: the provider did not answer as hoped, and the schedule of reads comes back to it. */
type JobOutcome = { readonly kind: "ok" } | { readonly kind: "deferred" };
const ok: JobOutcome = { kind: "ok" };
const deferred: JobOutcome = { kind: "deferred" };

type NamedTask = (payload: unknown, helpers: JobHelpers) => Promise<JobOutcome | void>;

/** The background work. Payloads hold ids alone. */
export function createTasks(services: Services, shares: ConnectionShares): Record<string, Task> {
  const tasks: Record<JobTask, NamedTask> = {
    "refresh-session": (payload, helpers) =>
      refresh(services, payload as { sessionId: string; cause: Cause }, helpers),
    "erase-session": async (payload) => {
      const { sessionId } = payload as { sessionId: string };
      const { kind } = await services.erasures.attempt(sessionId, Date.now() + fetchDeadlineMs);
      return kind === "settled" || kind === "nothing_to_do" ? ok : deferred;
    },
    "drop-expired": async () => {
      const { config, database, log } = services;
      const dropped = await dropExpired(database, {
        deliveryDays: config.inboxRetentionDays,
        eventDays: config.eventRetentionDays,
        idempotencyKeyDays: config.idempotencyRetentionDays,
      });
      const count = Object.values(dropped.rows).reduce((sum, rows) => sum + rows, 0);
      log.info({ names: dropped.partitions, count }, "expired_rows_dropped");
      await services.analytics.mergeCalls();
      await dropReplacedJobs(database.pool);
      await destroyReplacedKeys({ pool: database.pool, vault: services.vault, onProgress: () => undefined });
    },
    "create-partitions": async () => {
      const count = await createPartitions(services.database.pool);
      if (count > 0) services.log.info({ count }, "partitions_created");
    },
    "apply-retention": async () => {
      const { database, configuration, log, erasures } = services;
      const cleared = await applyRetention({
        database,
        erasures,
        configuration: configuration.current,
      });
      for (const [name, count] of Object.entries(cleared))
        log.info({ names: name, count }, "retention_applied");
    },
    "tend-account-records": () => services.accountRecords.tend(Date.now() + fetchDeadlineMs),
    "read-session-lifetimes": () => readLifetimes(services, Date.now() + fetchDeadlineMs),
    "look-at-watches": () => lookAtWatches(services, Date.now() + fetchDeadlineMs),
    "count-sessions": () => services.analytics.count(Date.now() + countDeadlineMs),
    "tell-expiries": () => services.sessions.tellExpiries(),
    "sweep-sessions": (payload, helpers) =>
      sweepSessions(services, payload as { isThorough?: boolean }, helpers),
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      observe(services, name, withShare(shares, name, task)),
    ]),
  );
}

async function refresh(
  services: Services,
  { sessionId, cause }: { sessionId: string; cause: Cause },
  helpers: JobHelpers,
): Promise<JobOutcome> {
  await services.pressure.waitForCalm(yieldAtMostMs);
  const result = await services.sessions.refresh(sessionId, cause, Date.now() + fetchDeadlineMs);
  if (result.kind === "not_readable") await services.inboxStore.dropErased(sessionId);
  if (result.kind === "busy") {
    await helpers.addJob(
      "refresh-session",
      { sessionId, cause },
      { ...keepPlace(helpers), runAt: new Date(Date.now() + busyRetryMs) },
    );
  }
  // No throw: the queue's own back-off knows neither the provider's `Retry-After` nor the connection's share.
  return result.kind === "failed" ? deferred : ok;
}

/**
 * Workers that looked for work at the same moment may all have found the same connection's: those beyond its share put
 * the job back, as new.
 */
function withShare(shares: ConnectionShares, name: string, task: NamedTask): NamedTask {
  return async (payload, helpers) => {
    const end = shares.begin(listFlags(helpers));
    if (end === undefined) {
      await helpers.addJob(name, payload, {
        ...keepPlace(helpers),
        runAt: new Date(Date.now() + putBackMs),
      });
      return deferred;
    }
    try {
      return await task(payload, helpers);
    } finally {
      end();
    }
  };
}

/** What makes a job that is queued again the same one. */
function keepPlace(helpers: JobHelpers): Pick<TaskSpec, "jobKey" | "flags" | "priority"> {
  const { key, priority } = helpers.job;
  return { priority, flags: [...listFlags(helpers)], ...(key === null ? {} : { jobKey: key }) };
}

function listFlags({ job }: JobHelpers): readonly string[] {
  return Object.keys(job.flags ?? {});
}

function observe({ metrics, log }: Services, name: string, task: NamedTask): Task {
  return (payload, helpers) =>
    runInTrace({ ...newTraceContext(), sessionId: findSessionId(payload) }, async () => {
      const begun = performance.now();
      const { id: jobId, attempts: attempt } = helpers.job;
      const describe = () => ({
        task: name,
        jobId,
        attempt,
        durationMs: Math.round(performance.now() - begun),
      });
      const stop = metrics.jobDuration.startTimer({ task: name });
      try {
        const { kind: outcome } =
          (await inSpan(
            () => describeJob(name, payload),
            () => task(payload, helpers),
          )) ?? ok;
        metrics.jobs.inc({ task: name, outcome });
        log[findSessionId(payload) === undefined ? "debug" : "info"]({ ...describe(), outcome }, "job_done");
      } catch (error) {
        metrics.jobs.inc({ task: name, outcome: "failed" });
        log.warn({ ...describe(), reason: "fault", ...describeError(error) }, "job_failed");
        throw error;
      } finally {
        stop();
      }
    });
}

/** Over the gap between asking for a job and doing it. */
function describeJob(task: string, payload: unknown): SpanStart {
  const { trace } = (payload ?? {}) as { readonly trace?: string };
  return {
    name: `job ${task}`,
    kind: "consumer",
    fields: { "kyc.task": task, "kyc.session.id": findSessionId(payload) },
    linksTo: [storeTraceparent(trace)],
  };
}

/** Jobs about one session name it in their payload. */
function findSessionId(payload: unknown): string | undefined {
  const { sessionId } = (payload ?? {}) as { readonly sessionId?: unknown };
  return typeof sessionId === "string" && isUuid(sessionId) ? sessionId : undefined;
}
