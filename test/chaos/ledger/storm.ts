import { setTimeout as delay } from "node:timers/promises";
import { tenants, type MachineRoom } from "./machine-room.ts";
import { measureRecovery } from "./recovery.ts";
import type { Start } from "./traffic.ts";

/** What a storm did, and how long each return of PostgreSQL took to be felt. */
export interface StormReport {
  readonly blows: number;
  readonly kills: number;
  readonly cuts: number;
  /** Milliseconds from PostgreSQL's return to full service, for each restart. */
  readonly recoveriesMs: readonly number[];
  /** Processes of replicas that were begun anew although nobody had killed them. */
  readonly unaskedRestarts: number;
  /** Sessions that were started to see whether everything works again. */
  readonly starts: readonly Start[];
}

export interface Storm {
  readonly report: StormReport;
  /** Ends after the blow that is under way; everything is whole again then. */
  stop(): Promise<StormReport>;
}

/** Replicas die in turns, the line is cut, PostgreSQL crashes or is stopped, and comes back. */
export type Blow = "kill" | "cut" | "crash_postgres" | "stop_postgres";

export interface StormPlan {
  /** In turns; each falls at least once. */
  readonly blows: readonly Blow[];
  /** Between two blows. */
  readonly pauseMs: number;
  /** How long the line stays cut, and PostgreSQL away. */
  readonly outageMs: number;
}

export function beginStorm(room: MachineRoom, plan: StormPlan): Storm {
  const report = {
    blows: 0,
    kills: 0,
    cuts: 0,
    recoveriesMs: [] as number[],
    unaskedRestarts: 0,
    starts: [] as Start[],
  };
  const over = new AbortController();
  const cutFor = async (work: Promise<unknown>): Promise<void> => {
    room.line.cut();
    await Promise.all([work, delay(plan.outageMs)]);
    room.line.mend();
  };
  const strike: Record<Blow, () => Promise<void>> = {
    kill: async () => {
      await room.replicas[report.kills % room.replicas.length]?.killAndRestart();
      report.kills += 1;
    },
    cut: async () => {
      await cutFor(Promise.resolve());
      report.cuts += 1;
    },
    crash_postgres: () => restartPostgres("SIGQUIT"),
    stop_postgres: () => restartPostgres("SIGINT"),
  };
  async function restartPostgres(signal: "SIGQUIT" | "SIGINT"): Promise<void> {
    const pids = room.replicas.map(({ pid }) => pid);
    await cutFor(room.postgres.restart(signal));
    const { tookMs, starts } = await measureRecovery(room);
    report.recoveriesMs.push(tookMs);
    report.starts.push(...starts);
    report.unaskedRestarts += room.replicas.filter(
      ({ pid, isAlive }, n) => pid !== pids[n] || !isAlive,
    ).length;
  }
  async function rage(): Promise<void> {
    while (!over.signal.aborted) {
      await strike[plan.blows[report.blows % plan.blows.length] ?? "kill"]();
      report.blows += 1;
      await delay(plan.pauseMs);
    }
  }
  const raging = Promise.all([rage(), varyEndpoints(room, over.signal)]);
  return {
    report,
    async stop() {
      over.abort();
      await raging;
      return report;
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
    await delay(badMoodMs);
    book.setMood("well");
    await delay(goodMoodMs / tenants.length);
  }
}
