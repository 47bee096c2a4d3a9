import { createArrivalSchedule } from "./arrival-schedule.ts";
import { openConnection } from "./http-connection.ts";
import type { LoadJob, LoadResult, RateLimiter } from "./load-job.ts";
import { createTally } from "./tally.ts";
import { createRequestWriter } from "./write-request.ts";

type OpenPace = Extract<RateLimiter, { kind: "open" }>;

/**
 * Sends at fixed times. A request that finds no free connection waits here, and its waiting is part of its latency:
 * otherwise a stall would hide the requests that it held up (coordinated omission).
 */
export async function runOpenLoop(job: LoadJob, pace: OpenPace): Promise<LoadResult> {
  const schedule = createArrivalSchedule({
    ratePerSecond: pace.ratePerSecond,
    durationMs: pace.warmUpMs + pace.durationMs,
  });
  const write = createRequestWriter(job.plan, job.port);
  const free = Array.from({ length: job.connections }, () => openConnection(job.port));
  const all = [...free];
  const firstNumber = job.plan.firstNumber ?? 0;
  const startAt = performance.now();
  const tally = createTally({
    expectedStatus: job.expectedStatus,
    measureFrom: startAt + pace.warmUpMs,
    measureUntil: Infinity,
  });
  const finished = Promise.withResolvers<void>();
  let sent = 0;
  let settled = 0;

  function sendDue(): void {
    const due = schedule.countDue(performance.now() - startAt);
    while (sent < due && free.length > 0) send(sent++);
    if (sent < schedule.total)
      setTimeout(sendDue, Math.max(0, startAt + schedule.dueMs(sent) - performance.now()));
  }

  function send(index: number): void {
    const connection = free.pop();
    const n = firstNumber + index;
    const plannedAt = startAt + schedule.dueMs(index);
    connection?.send(write(n), (status) => {
      free.push(connection);
      tally.count({ n, status, at: plannedAt, latencyMs: performance.now() - plannedAt });
      settled += 1;
      if (settled === schedule.total) finished.resolve();
    });
  }

  sendDue();
  await finished.promise;
  for (const connection of all) connection.close();
  return tally.close(pace.durationMs, firstNumber + schedule.total);
}
