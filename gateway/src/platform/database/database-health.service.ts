import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../observability/log.ts";
import type { Database } from "./database.ts";
import { explainDatabaseFailure, type DatabaseFailure } from "./database-unavailable.ts";
import { listMissingMigrations } from "./schema-version.store.ts";
import { canWrite, writeSomething } from "./write-probe.store.ts";
import { runInBackground } from "./sql/work-scope.ts";

/** What a look at the database found. */
type HealthLook =
  /** It reads and writes. */
  | { readonly kind: "serving"; readonly missingMigrations: readonly string[] }
  | { readonly kind: "failed"; readonly failure: DatabaseFailure };

/** Knows whether the database can serve, reads and writes, on a connection of its own. */
export interface DatabaseHealth {
  /** Looks, or shares the look that is under way. Answers within a second, whatever the database does. */
  look(): Promise<HealthLook>;
  /** What the last look found. `answers`: it can be asked at least; `serves`: it reads and writes. */
  readonly last: { readonly answers: boolean; readonly serves: boolean };
  /** A statement failed: the next look is a thorough one. */
  noteFailure(failure: DatabaseFailure): void;
  /** From now on it looks by itself. */
  start(): void;
  stop(): void;
}

const answerMs = 600;
const lookEveryMs = 2000;
/** A full disk shows only to whoever writes something new. */
const writeEveryMs = 30_000;
const writeFailures: ReadonlySet<DatabaseFailure> = new Set(["read_only", "disk_full", "out_of_resources"]);

interface State {
  last: HealthLook | undefined;
  wroteAt: number;
  looking: Promise<HealthLook> | undefined;
}

export function createDatabaseHealth(database: Database, log: Log): DatabaseHealth {
  const state: State = { last: undefined, wroteAt: Number.NEGATIVE_INFINITY, looking: undefined };
  let timer: NodeJS.Timeout | undefined;
  const look = (): Promise<HealthLook> => {
    state.looking ??= runInBackground(() => lookOnce(database, state))
      .then((seen) => {
        noteChange({ database, log }, state, seen);
        return seen;
      })
      .finally(() => {
        state.looking = undefined;
      });
    return Promise.race([state.looking, giveUpAfter(answerMs)]);
  };
  return {
    look,
    get last() {
      return summarise(state.last);
    },
    noteFailure(failure) {
      if (writeFailures.has(failure)) state.wroteAt = Number.NEGATIVE_INFINITY;
    },
    start() {
      void look();
      timer = setInterval(() => void look(), lookEveryMs).unref();
    },
    stop: () => clearInterval(timer),
  };
}

function summarise(look: HealthLook | undefined): DatabaseHealth["last"] {
  const serves = look?.kind === "serving";
  return { serves, answers: serves || (look?.kind === "failed" && writeFailures.has(look.failure)) };
}

async function giveUpAfter(ms: number): Promise<HealthLook> {
  await delay(ms, undefined, { ref: false });
  return { kind: "failed", failure: "unreachable" };
}

async function lookOnce(database: Database, state: State): Promise<HealthLook> {
  try {
    const missingMigrations = await listMissingMigrations(database.monitor);
    const failure = await findWriteFailure(database, state);
    return failure === undefined ? { kind: "serving", missingMigrations } : { kind: "failed", failure };
  } catch (error) {
    return { kind: "failed", failure: explainDatabaseFailure(error) ?? "unreachable" };
  }
}

async function findWriteFailure({ monitor }: Database, state: State): Promise<DatabaseFailure | undefined> {
  if (!(await canWrite(monitor))) return "read_only";
  if (performance.now() - state.wroteAt < writeEveryMs) return undefined;
  await writeSomething(monitor);
  state.wroteAt = performance.now();
  return undefined;
}

/** Connections from before may lead to a server that still refuses, or hold settings of that time. */
function noteChange(
  { database, log }: { database: Database; log: Log },
  state: State,
  seen: HealthLook,
): void {
  if (seen.kind === "failed" && state.last?.kind !== "failed")
    log.warn({ component: "database", reason: seen.failure }, "database_not_serving");
  if (seen.kind === "serving" && state.last?.kind === "failed") {
    database.renew();
    log.info({ component: "database" }, "database_serving");
  }
  state.last = seen;
}
