import { setTimeout as delay } from "node:timers/promises";
import {
  compareEvents,
  countSurplus,
  countWebhooks,
  listLostDeliveries,
  listWrongSessions,
  readLedgers,
  type EventDifferences,
  type Ledgers,
  type SurplusSessions,
} from "./audit.ts";
import { openMachineRoom, switchCallbacks, tenants, type MachineRoom } from "./machine-room.ts";
import { beginStorm, type Storm, type StormPlan, type StormReport } from "./storm.ts";
import { createTraffic, listWrongAnswers, type Start } from "./traffic.ts";
import { isAtRest } from "./quiet.ts";

export interface LedgerPlan {
  /** Sessions that are played while the storm rages. */
  readonly sessions: number;
  /** Sessions that are played afterwards, with every callback switched off. */
  readonly silentSessions: number;
  readonly rereadAfterMs: readonly number[];
  readonly storm: StormPlan;
  /** How long it may take until everything has come to rest. */
  readonly quietWithinMs: number;
  /** Told every few seconds how far it is. */
  readonly onProgress?: (line: string) => void;
  /** Called when the storm is over. */
  readonly onCalm?: (room: MachineRoom) => Promise<void>;
}

/** Everything that was counted. */
export interface LedgerReport {
  readonly storm: StormReport;
  readonly sessions: number;
  readonly webhooks: number;
  readonly taken: number;
  readonly withoutSession: number;
  readonly wrongAnswers: readonly string[];
  readonly lostDeliveries: readonly string[];
  readonly wrongSessions: readonly string[];
  readonly events: EventDifferences;
  readonly surplus: SurplusSessions;
  readonly stormMs: number;
  readonly quietMs: number;
  readonly silence: SilenceReport;
}

export interface SilenceReport {
  readonly sessions: number;
  readonly wrong: readonly string[];
  /** From the provider's last change to the gateway's, the slowest of them. */
  readonly slowestMs: number;
}

const tellEveryMs = 5000;
const lookEveryMs = 1000;
/** More of them as long as the storm has not shown all that it has. */
const sessionsPerRound = 20;

/** Plays sessions through a storm, lets everything come to rest, and compares what everybody wrote down. */
export async function keepLedger(plan: LedgerPlan): Promise<LedgerReport> {
  const room = await openMachineRoom(plan.rereadAfterMs);
  const traffic = createTraffic(room);
  try {
    await addFaults(room);
    const startedAt = performance.now();
    const storm = beginStorm(room, plan.storm);
    const stopTelling = tellProgress(plan, { room, storm, starts: traffic.starts });
    await traffic.run(plan.sessions);
    while (!storm.isComplete) await traffic.run(sessionsPerRound);
    const report = await storm.stop();
    const stormMs = performance.now() - startedAt;
    await plan.onCalm?.(room);
    const quietMs = await awaitQuiet(room, plan);
    stopTelling();
    const ledgers = await readLedgers(room);
    const starts = [...traffic.starts, ...report.starts];
    const compared = await compare(room, ledgers, starts);
    plan.onProgress?.("callbacks off");
    const silence = await playInSilence(room, plan, () => traffic.run(plan.silentSessions));
    return { storm: report, stormMs, quietMs, ...compared, silence };
  } finally {
    await traffic.close();
    await room.close();
  }
}

/** Providers that err and callbacks that go astray, beside everything else. */
async function addFaults({ providers }: MachineRoom): Promise<void> {
  for (const [account, provider] of providers) {
    const isOndato = account.endsWith("ondato");
    const spoilt = isOndato
      ? ({ kind: "server_error", takesEffect: true } as const)
      : ({ kind: "reset", at: "mid_body" } as const);
    await provider.addFault({ fault: spoilt, operation: isOndato ? "create" : "begin", probability: 0.01 });
    const operation = isOndato ? "read" : "result";
    await provider.addFault({ fault: { kind: "server_error" }, operation, probability: 0.01 });
    await provider.addFault({ fault: { kind: "lost" }, probability: 0.01 });
    await provider.addFault({ fault: { kind: "duplicated", copies: 2 }, probability: 0.03 });
    await provider.addFault({ fault: { kind: "reordered", holdMs: 500 }, probability: 0.03 });
  }
}

/** Milliseconds until nothing is under way any more, or until that took too long: the comparison tells then. */
async function awaitQuiet(room: MachineRoom, plan: LedgerPlan): Promise<number> {
  const startedAt = performance.now();
  for (const provider of room.providers.values()) {
    await provider.control("DELETE", "faults");
    await provider.control("POST", "callbacks/settle", { includeRetries: true });
  }
  while (performance.now() - startedAt < plan.quietWithinMs) {
    const isQuiet = (await isAtRest(room.stage.pool, room)) && (await areSessionsRight(room));
    if (isQuiet) break;
    await delay(lookEveryMs);
  }
  return performance.now() - startedAt;
}

async function areSessionsRight(room: MachineRoom, ids?: readonly string[]): Promise<boolean> {
  return (await listWrongSessions(room.stage.pool, await readLedgers(room), ids)).length === 0;
}

async function compare(
  room: MachineRoom,
  ledgers: Ledgers,
  starts: readonly Start[],
): Promise<Omit<LedgerReport, "storm" | "stormMs" | "quietMs" | "silence">> {
  const { pool } = room.stage;
  return {
    sessions: starts.length,
    webhooks: countWebhooks(ledgers),
    taken: [...ledgers.values()]
      .flatMap(({ callbacks }) => callbacks)
      .filter(({ answer }) => answer !== null && answer < 300).length,
    // Whoever asked only to see whether somebody answers did not ask twice.
    withoutSession: starts.filter(({ reference, failures }) => reference === undefined && failures.length > 1)
      .length,
    wrongAnswers: starts.flatMap(listWrongAnswers),
    lostDeliveries: await listLostDeliveries(pool, ledgers),
    wrongSessions: await listWrongSessions(pool, ledgers),
    events: await compareEvents(pool, room),
    surplus: countSurplus(ledgers, starts),
  };
}

async function playInSilence(
  room: MachineRoom,
  { rereadAfterMs }: LedgerPlan,
  play: () => Promise<readonly Start[]>,
): Promise<SilenceReport> {
  await switchCallbacks(room, "off");
  const ids = (await play()).map(({ sessionId = "" }) => sessionId);
  const giveUpAt = performance.now() + 2 * Math.max(...rereadAfterMs) + 30_000;
  while (performance.now() < giveUpAt && !(await areSessionsRight(room, ids))) await delay(lookEveryMs);
  const ledgers = await readLedgers(room);
  const changedAt = new Map(
    [...ledgers.values()].flatMap(({ sessions }) =>
      sessions.map((truth) => [truth.id, Date.parse(truth.changedAt)]),
    ),
  );
  const { rows } = await room.stage.pool.query<{ reference: string; at: Date }>(
    `select s.provider_reference as reference, max(t.at) as at from sessions s join timeline t on t.session_id = s.id
     where s.id = any($1) and s.seq > 1 group by 1`,
    [ids],
  );
  return {
    sessions: ids.length,
    wrong: await listWrongSessions(room.stage.pool, ledgers, ids),
    slowestMs: Math.max(
      0,
      ...rows.map(({ reference, at }) => at.getTime() - (changedAt.get(reference) ?? 0)),
    ),
  };
}

function tellProgress(
  { onProgress, sessions }: LedgerPlan,
  { room, storm, starts }: { room: MachineRoom; storm: Storm; starts: readonly Start[] },
): () => void {
  const timer = setInterval(() => {
    const events = tenants.reduce((sum, tenant) => sum + room.books[tenant].events.size, 0);
    const { kills, cuts, recoveriesMs } = storm.report;
    onProgress?.(
      `${starts.length} of ${sessions} sessions, ${events} events; ${kills} kills, ${cuts} cuts, ` +
        `${recoveriesMs.length} restarts of PostgreSQL`,
    );
  }, tellEveryMs);
  return () => clearInterval(timer);
}
