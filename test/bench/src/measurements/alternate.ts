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
  /** Waits until nothing is left of the round that could disturb the next. */
  readonly settle?: () => Promise<void>;
}

export interface Round {
  readonly result: LoadResult;
  readonly perSecond: number;
  readonly use: ProcessorUse;
  readonly database: DatabaseUse;
}

/** A B A B …: what disturbs the machine for a while disturbs all. */
export async function alternate<const Subjects extends readonly Subject[]>(
  { generator, rounds, postgres }: { generator: Generator; rounds: number; postgres: Pick<Postgres, "pool"> },
  subjects: Subjects,
): Promise<{ readonly [Index in keyof Subjects]: readonly Round[] }> {
  const all: Round[][] = subjects.map(() => []);
  const nextNumbers = subjects.map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const { job, processes, settle } = subject;
      const counters = await readDatabaseCounters(postgres);
      const before = readProcessorTime({ generator: generator.pid, ...processes });
      const result = await generator.run(job(nextNumbers[index] ?? 0));
      const use = compareProcessorTime(before, readProcessorTime({ generator: generator.pid, ...processes }));
      const database = compareDatabaseCounters(counters, await readDatabaseCounters(postgres));
      nextNumbers[index] = result.nextNumber;
      all[index]?.push({ result, perSecond: (result.answered * 1000) / result.durationMs, use, database });
      await settle?.();
    }
  }
  return all as unknown as { readonly [Index in keyof Subjects]: readonly Round[] };
}
