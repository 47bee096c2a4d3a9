import { setTimeout as delay } from "node:timers/promises";
import type { Replica } from "../stage/replica.ts";
import { tenants, type MachineRoom } from "./machine-room.ts";
import { measureRecovery } from "./recovery.ts";
import type { Start } from "./traffic.ts";

/** What a storm did, and how long each return of PostgreSQL took to be felt. */
export interface StormReport {
  readonly kills: number;
  readonly cuts: number;
  /** Milliseconds from PostgreSQL's return to full service, for each restart. */
  readonly recoveriesMs: readonly number[];
  /** Replicas whose process ended although nobody had killed it. */
  readonly deaths: number;
  /** Sessions that were started to see whether everything works again. */
  readonly starts: readonly Start[];
}

export interface Storm {
  readonly report: StormReport;
  /** Whether every blow has fallen, and every replica was killed. */
  readonly isComplete: boolean;
  /** Ends after what is under way; everything is whole again then. */
  stop(): Promise<StormReport>;
}

/** The line to PostgreSQL is cut, or PostgreSQL crashes or is stopped, and comes back. */
export type Blow = "cut" | "crash_postgres" | "stop_postgres";

export interface StormPlan {
  /** From when a killed replica is ready again until the next one is killed. */
  readonly betweenKillsMs: number;
  /** In turns. */
  readonly blows: readonly Blow[];
  /** Between two blows. */
  readonly pauseMs: number;
  /** How long the line stays cut, and PostgreSQL away. */
  readonly outageMs: number;
}

export function beginStorm(room: MachineRoom, plan: StormPlan): Storm {
  const report = { kills: 0, cuts: 0, recoveriesMs: [] as number[], deaths: 0, starts: [] as Start[] };
  const over = new AbortController();
  const killings = beginKillings(room.replicas, {
    pauseMs: plan.betweenKillsMs,
    over: over.signal,
    onKill: () => (report.kills += 1),
  });
  const cutWhile = async (work: Promise<unknown>): Promise<void> => {
    room.line.cut();
    await Promise.all([work, delay(plan.outageMs)]);
    room.line.mend();
  };
  /** Nobody is killed meanwhile: whatever comes back has come back by itself. */
  async function restartPostgres(signal: "SIGQUIT" | "SIGINT"): Promise<void> {
    const endTruce = await killings.beginTruce();
    const pids = room.replicas.map(({ pid }) => pid);
    await cutWhile(room.postgres.restart(signal));
    const { tookMs, starts } = await measureRecovery(room);
    report.recoveriesMs.push(tookMs);
    report.starts.push(...starts);
    report.deaths += room.replicas.filter(({ pid, isAlive }, n) => pid !== pids[n] || !isAlive).length;
    endTruce();
  }
  const strike: Record<Blow, () => Promise<void>> = {
    cut: async () => {
      await cutWhile(Promise.resolve());
      report.cuts += 1;
    },
    crash_postgres: () => restartPostgres("SIGQUIT"),
    stop_postgres: () => restartPostgres("SIGINT"),
  };
  let fallen = 0;
  async function rage(): Promise<void> {
    while (!over.signal.aborted) {
      await pause(plan.pauseMs, over.signal);
      await strike[plan.blows[fallen % plan.blows.length] ?? "cut"]();
      fallen += 1;
    }
  }
  const raging = Promise.all([rage(), killings.ended, varyEndpoints(room, over.signal)]);
  return {
    report,
    get isComplete() {
      return fallen >= plan.blows.length && report.kills >= room.replicas.length;
    },
    async stop() {
      over.abort();
      await raging;
      return report;
    },
  };
}

interface Killings {
  readonly ended: Promise<unknown>;
  /** Waits until every replica lives; nobody is killed until the truce is over. Gives what ends it. */
  beginTruce(): Promise<() => void>;
}

/** Replicas die in turns, again and again: while one begins anew, the others serve. */
function beginKillings(
  replicas: readonly Replica[],
  { pauseMs, over, onKill }: { pauseMs: number; over: AbortSignal; onKill: () => void },
): Killings {
  let killing: Promise<void> = Promise.resolve();
  let truce: Promise<void> | undefined;
  const killInTurns = async (): Promise<void> => {
    for (let turn = 0; ; turn += 1) {
      await pause(pauseMs, over);
      await truce;
      if (over.aborted) return;
      killing = replicas[turn % replicas.length]?.killAndRestart() ?? Promise.resolve();
      await killing;
      onKill();
    }
  };
  return {
    ended: killInTurns(),
    async beginTruce() {
      const { promise, resolve } = Promise.withResolvers<void>();
      truce = promise;
      await killing;
      return () => {
        truce = undefined;
        resolve();
      };
    },
  };
}

/** Shorter than an endpoint's first retry: two failures in a row would make it wait for half a minute. */
const badMoodMs = 2000;
const goodMoodMs = 9000;

async function varyEndpoints({ books }: MachineRoom, over: AbortSignal): Promise<void> {
  for (let turn = 0; !over.aborted; turn += 1) {
    const book = books[tenants[turn % tenants.length] ?? "shop"];
    book.setMood(turn % 4 < 2 ? "refusing" : "hanging_up");
    await pause(badMoodMs, over);
    book.setMood("well");
    await pause(goodMoodMs / tenants.length, over);
  }
}

async function pause(ms: number, over: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: over }).catch(() => undefined);
}
