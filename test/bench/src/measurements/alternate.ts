import { startCounting, stopCounting } from "../machine/allocations.ts";
import type { Child } from "../machine/child.ts";
import type { LoadJob, LoadResult } from "../load/load-job.ts";
import {
  compareDatabaseCounters,
  readDatabaseCounters,
  type DatabaseUse,
} from "../machine/database-counters.ts";
import { compareProcessorTime, readProcessorTime, type ProcessorUse } from "../machine/processor-time.ts";
import type { Postgres } from "../machine/start-postgres.ts";
import type { Generator } from "../machine/start-generator.ts";

/** One of those that are compared. */
export interface Subject {
  readonly name: string;
  readonly job: (firstNumber: number) => LoadJob;
  /** The processes whose use of the processor is told. */
  readonly processes: Readonly<Record<string, number>>;
  /** Whose counters are told, where subjects have servers of their own. */
  readonly postgres?: Postgres;
  /** Whose allocations are told; undefined: nobody's. */
  readonly server?: Child;
  /** Waits until nothing is left of the round that could disturb the next. */
  readonly settle?: () => Promise<void>;
}

export interface Round {
  readonly result: LoadResult;
  readonly perSecond: number;
  readonly use: ProcessorUse;
  readonly database: DatabaseUse;
  /** On the server's heap. */
  readonly allocatedBytes: number;
}

/** A B A B …: what disturbs the machine for a while disturbs all. */
export async function alternate<const Subjects extends readonly Subject[]>(
  { generator, rounds, postgres }: { generator: Generator; rounds: number; postgres: Postgres },
  subjects: Subjects,
): Promise<{ readonly [Index in keyof Subjects]: readonly Round[] }> {
  const all: Round[][] = subjects.map(() => []);
  const nextNumbers = subjects.map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const { job, processes, server, settle, postgres: own = postgres } = subject;
      const counters = await readDatabaseCounters(own);
      if (server !== undefined) startCounting(server);
      const before = readProcessorTime({ generator: generator.pid, ...processes });
      const result = await generator.run(job(nextNumbers[index] ?? 0));
      const use = compareProcessorTime(before, readProcessorTime({ generator: generator.pid, ...processes }));
      const allocatedBytes = server === undefined ? 0 : await stopCounting(server);
      const database = compareDatabaseCounters(counters, await readDatabaseCounters(own));
      nextNumbers[index] = result.nextNumber;
      const perSecond = (result.answered * 1000) / result.durationMs;
      all[index]?.push({ result, perSecond, use, database, allocatedBytes });
      await settle?.();
    }
  }
  return all as unknown as { readonly [Index in keyof Subjects]: readonly Round[] };
}
