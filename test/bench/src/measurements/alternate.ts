import type { LoadJob, LoadResult } from "../load/load-job.ts";
import { compareProcessorTime, readProcessorTime, type ProcessorUse } from "../machine/processor-time.ts";
import type { Generator } from "../machine/start-generator.ts";

/** One of two that are compared. */
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
}

/** A B A B …: what disturbs the machine for a while disturbs both. */
export async function alternate(
  { generator, rounds }: { generator: Generator; rounds: number },
  subjects: readonly [Subject, Subject],
): Promise<readonly [readonly Round[], readonly Round[]]> {
  const all: [Round[], Round[]] = [[], []];
  const nextNumbers = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const { job, processes, settle } = subject;
      const before = readProcessorTime({ generator: generator.pid, ...processes });
      const result = await generator.run(job(nextNumbers[index] ?? 0));
      const use = compareProcessorTime(before, readProcessorTime({ generator: generator.pid, ...processes }));
      nextNumbers[index] = result.nextNumber;
      all[index]?.push({ result, perSecond: (result.answered * 1000) / result.durationMs, use });
      await settle?.();
    }
  }
  return all;
}
