import { setTimeout as delay } from "node:timers/promises";
import type { FiringAlert } from "./prometheus.ts";
import type { Fault } from "./faults.ts";
import type { WatchedRoom } from "./watched-room.ts";

/** What was seen of one fault. */
export interface Outcome {
  readonly fault: string;
  readonly alert: string;
  /** Undefined: the alert did not fire in time. */
  readonly afterSeconds: number | undefined;
  readonly withinSeconds: number;
  /** Of other causes, from its beginning until it was over. */
  readonly otherPages: readonly string[];
  readonly otherTickets: readonly string[];
}

const lookEveryMs = 500;
/** Other alerts may follow while the fault goes on. */
const lingerMs = 5000;
const calmWithinMs = 90_000;
const budgetWithinMs = 180_000;

/** Lets the fault happen, and waits until nothing fires any more but what fired before. */
export async function sufferFault(
  room: WatchedRoom,
  fault: Fault,
  isExpected: (alert: FiringAlert) => boolean,
): Promise<Outcome> {
  const others = new Map<string, string>();
  const look = async (): Promise<readonly FiringAlert[]> => {
    const firing = (await room.prometheus.listFiring()).filter((alert) => !isExpected(alert));
    for (const { name, severity } of firing) if (name !== fault.alert) others.set(name, severity);
    return firing;
  };
  await waitForBudget(room);
  const startedAt = performance.now();
  const secondsSince = () => (performance.now() - startedAt) / 1000;
  const end = await fault.begin(room);
  let afterSeconds: number | undefined;
  while (afterSeconds === undefined && secondsSince() < fault.withinSeconds) {
    if ((await look()).some(({ name }) => name === fault.alert)) afterSeconds = secondsSince();
    else await delay(lookEveryMs);
  }
  await watchFor(lingerMs, look);
  await end();
  await watchFor(calmWithinMs, look);
  const list = (severity: string) => [...others].filter(([, own]) => own === severity).map(([name]) => name);
  return {
    fault: fault.name,
    alert: fault.alert,
    afterSeconds,
    withinSeconds: fault.withinSeconds,
    otherPages: list("page"),
    otherTickets: list("ticket"),
  };
}

/** Two faults within an hour of each other are no part of this: the second one would find the budget burning. */
async function waitForBudget({ prometheus }: WatchedRoom): Promise<void> {
  const burning = "kyc:slo_errors:ratio1h > on (slo) (14.4 * kyc:slo_budget)";
  const until = performance.now() + budgetWithinMs;
  while (performance.now() < until && (await prometheus.ask(burning)).length > 0) await delay(lookEveryMs);
}

/** Looks until the time is over, or nothing fires. */
async function watchFor(ms: number, look: () => Promise<readonly FiringAlert[]>): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    if ((await look()).length === 0) return;
    await delay(lookEveryMs);
  }
}
