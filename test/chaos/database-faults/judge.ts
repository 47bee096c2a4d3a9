import type { Cause } from "./causes.ts";
import { connectionLimit, deadlineMs } from "./fault-room.ts";
import type { Suffering } from "./suffer.ts";

const promptMs = 1000;
/** What the slowest request takes at most on a machine that has the time. */
const calmMs = 400;
const toleranceMs = 500;
const recoveryMs = 10_000;

/**
 * What was promised and not kept; none is the aim. `/healthz`, which asks nobody, and the same requests right before the
 * cause tell how slow the machine is.
 */
export function listBroken(cause: Cause, suffering: Suffering): readonly string[] {
  const { seen, storedThoughRefused, lostThoughTaken, mostConnections, backAfterMs, noiseMs, usualMs } =
    suffering;
  const of = (...kinds: readonly string[]) => seen.filter(({ what }) => kinds.includes(what));
  const slackMs = Math.max(usualMs, ...of("healthz").map(({ ms }) => ms));
  const isBroken = {
    "healthz failed or took longer than 1 s": of("healthz").some(
      ({ ms, status }) => ms > promptMs + noiseMs || status !== 200,
    ),
    "metrics failed or took longer than 1 s": of("metrics").some(
      ({ ms, status }) => ms > promptMs + slackMs || status !== 200,
    ),
    "an answer took longer than its deadline and 0.5 s": seen.some(
      ({ ms }) => ms > deadlineMs + toleranceMs + slackMs,
    ),
    "a failure is no answer that says when to come back": of("product", "neighbour", "webhook").some(
      ({ status, hasRetryAfter }) => status === 500 || (status === 503 && !hasRetryAfter),
    ),
    "a webhook waited that need not": cause.sparesWebhooks && isWaiting(of("webhook"), slackMs),
    "another product waited for one locked row":
      cause.sparesNeighbours && isWaiting(of("neighbour"), slackMs),
    "a refused webhook is stored": storedThoughRefused > 0,
    "a taken webhook is not stored": lostThoughTaken > 0,
    "more connections than the pools have": mostConnections > connectionLimit,
    "full service took longer than 10 s to return": backAfterMs > recoveryMs,
    "readiness was not what it should be": !of("readyz").some(
      ({ status }) => status === (cause.endsReadiness ? 503 : 200),
    ),
  };
  return Object.entries(isBroken).flatMap(([what, holds]) => (holds ? [what] : []));
}

/** Whether half of them took longer than a second, or one failed; on a busy machine, a third of them. */
function isWaiting(seen: Suffering["seen"], slackMs: number): boolean {
  const times = seen.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const failures = seen.filter(({ status }) => status >= 300).length;
  return median > promptMs + slackMs || failures > (slackMs < calmMs ? 0 : seen.length / 3);
}

/** For people: the slowest of each kind, and the rest. */
export function describeSuffering(suffering: Suffering): string {
  const slowest = (kind: string): string => {
    const times = suffering.seen.filter(({ what }) => what === kind).map(({ ms }) => ms);
    return `${kind} ${Math.round(Math.max(0, ...times))} ms`;
  };
  const refused = suffering.seen.filter(({ what, status }) => what === "webhook" && status !== 200).length;
  return [
    ...["webhook", "metrics", "healthz", "readyz", "product", "neighbour"].map(slowest),
    `${refused} webhooks refused, ${suffering.storedThoughRefused} of them stored`,
    `${suffering.mostConnections} of ${connectionLimit} connections`,
    `before it at most ${Math.round(suffering.usualMs)} ms`,
    `back after ${(suffering.backAfterMs / 1000).toFixed(1)} s`,
  ].join(", ");
}
