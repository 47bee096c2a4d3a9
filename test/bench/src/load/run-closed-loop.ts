import { openConnection, type HttpConnection } from "./http-connection.ts";
import type { LoadJob, LoadResult, RateLimiter } from "./load-job.ts";
import { createTally, type Tally } from "./tally.ts";
import { createRequestWriter } from "./write-request.ts";

type ClosedPace = Exclude<RateLimiter, { kind: "open" }>;

/** Every connection asks as soon as it has its answer, until the time is over or the count is reached. */
export async function runClosedLoop(job: LoadJob, pace: ClosedPace): Promise<LoadResult> {
  const startedAt = performance.now();
  const limits = readLimits(pace, startedAt);
  const tally = createTally({ ...limits, expectedStatus: job.expectedStatus });
  const numbers = createNumbers(job.plan.firstNumber ?? 0, limits.count);
  const connections = Array.from({ length: job.connections }, () => openConnection(job.port));
  const write = createRequestWriter(job.plan, job.port);
  const isOver = (): boolean => performance.now() >= limits.measureUntil;
  await Promise.all(connections.map((connection) => ask({ connection, numbers, write, tally, isOver })));
  for (const connection of connections) connection.close();
  const measuredMs = Math.min(performance.now(), limits.measureUntil) - limits.measureFrom;
  return tally.close(measuredMs, numbers.next());
}

function readLimits(pace: ClosedPace, startedAt: number) {
  if (pace.kind === "count") return { measureFrom: startedAt, measureUntil: Infinity, count: pace.count };
  const measureFrom = startedAt + pace.warmUpMs;
  return { measureFrom, measureUntil: measureFrom + pace.durationMs, count: Infinity };
}

interface Numbers {
  /** The next one to use; it is used once taken. */
  next(): number;
  /** Undefined when all are used. */
  take(): number | undefined;
}

function createNumbers(first: number, count: number): Numbers {
  let next = first;
  return { next: () => next, take: () => (next < first + count ? next++ : undefined) };
}

function ask(turn: {
  readonly connection: HttpConnection;
  readonly numbers: Numbers;
  readonly write: (n: number) => string;
  readonly tally: Tally;
  readonly isOver: () => boolean;
}): Promise<void> {
  return new Promise((resolve) => {
    const askNext = (): void => {
      const n = turn.isOver() ? undefined : turn.numbers.take();
      if (n === undefined) {
        resolve();
        return;
      }
      const startedAt = performance.now();
      turn.connection.send(turn.write(n), (status) => {
        const at = performance.now();
        turn.tally.count({ n, status, at, latencyMs: at - startedAt });
        askNext();
      });
    };
    askNext();
  });
}
