import { keepLedger, type LedgerReport } from "../ledger/keep-ledger.ts";
import type { Finding, Scale } from "../report/finding.ts";

const proof = "the ledger";
const recoveryMs = 10_000;
/** The sweep that finds due reads, twice, and the read itself on a busy machine. */
const sweepMs = 5000;

const blows = ["cut", "crash_postgres", "cut", "stop_postgres"] as const;

/** Everybody writes down what happened to them; at the end all books are the same. */
export async function proveLedger({ isShort, ledgerSessions }: Scale): Promise<readonly Finding[]> {
  const rereadAfterMs = [2000, 4000, 8000, 15_000, ...(isShort ? [] : [30_000, 120_000])];
  const report = await keepLedger({
    sessions: ledgerSessions,
    silentSessions: isShort ? 40 : 200,
    rereadAfterMs,
    storm: {
      betweenKillsMs: 1500,
      blows,
      pauseMs: isShort ? 2000 : 15_000,
      outageMs: isShort ? 1000 : 3000,
    },
    quietWithinMs: isShort ? 180_000 : 600_000,
    onProgress: (line) => process.stderr.write(`  ${line}\n`),
  });
  for (const detail of [...report.lostDeliveries, ...report.wrongSessions, ...report.silence.wrong].slice(
    0,
    20,
  ))
    process.stderr.write(`  ${detail}\n`);
  return [
    ...describeBooks(report),
    ...describeRecovery(report),
    describeSilence(report, Math.max(...rereadAfterMs) + sweepMs),
  ];
}

function describeBooks(report: LedgerReport): readonly Finding[] {
  const { events, surplus, storm } = report;
  return [
    count("a product that repeats its key gets a session; no failure says otherwise", {
      issues: report.withoutSession + report.wrongAnswers.length,
      seen: `${report.sessions} sessions in ${toSeconds(report.stormMs)}, ${storm.kills} kills, ${storm.cuts} cuts, ${storm.recoveriesMs.length} restarts of PostgreSQL; ${report.withoutSession} without, ${report.wrongAnswers.length} wrong answers`,
    }),
    count("deliveries answered 2xx and not in the inbox: 0", {
      issues: report.lostDeliveries.length,
      seen: `${report.lostDeliveries.length} of ${report.taken}; ${report.webhooks} webhooks sent`,
    }),
    count("sessions whose status differs from the provider's truth after quiet: 0", {
      issues: report.wrongSessions.length,
      seen: `${report.wrongSessions.length}; quiet after ${toSeconds(report.quietMs)}`,
    }),
    count("events missing / same id, other content / seq gaps: 0 / 0 / 0", {
      issues: events.missing + events.invented + events.changed + events.gaps + events.disordered,
      seen: `${events.missing} / ${events.changed} / ${events.gaps} of ${events.stored}; ${events.invented} invented, ${events.disordered} sessions out of order`,
    }),
    count("provider sessions beyond what unknown outcomes explain: 0", {
      issues: surplus.surplus - surplus.explained,
      seen: `${Math.max(0, surplus.surplus - surplus.explained)}; ${surplus.surplus} unused, up to ${surplus.explained} explained`,
    }),
  ];
}

function describeRecovery({ storm }: LedgerReport): readonly Finding[] {
  const slowestMs = Math.max(...storm.recoveriesMs);
  return [
    {
      proof,
      mustShow: `full service ≤ ${recoveryMs / 1000} s after PostgreSQL's return, no process restarted`,
      seen: `${storm.recoveriesMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}; ${storm.deaths} processes ended by themselves`,
      isShown: storm.recoveriesMs.length > 0 && slowestMs <= recoveryMs && storm.deaths === 0,
    },
  ];
}

function describeSilence({ silence }: LedgerReport, limitMs: number): Finding {
  const { sessions, wrong, slowestMs } = silence;
  return {
    proof,
    mustShow: `all callbacks off: 100 % right within the schedule (${limitMs / 1000} s)`,
    seen: `${(100 * (1 - wrong.length / sessions)).toFixed(1)} % of ${sessions}, the slowest after ${(slowestMs / 1000).toFixed(1)} s`,
    isShown: wrong.length === 0 && slowestMs <= limitMs,
  };
}

function count(mustShow: string, { issues, seen }: { issues: number; seen: string }): Finding {
  return { proof, mustShow, seen, isShown: issues <= 0 };
}

function toSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
