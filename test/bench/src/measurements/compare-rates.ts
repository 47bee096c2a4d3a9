import { computeMedian, computeQuantile, computeSpread } from "../statistics/quantile.ts";
import type { Round } from "./alternate.ts";
import { formatMs, formatRate, formatShare, type Finding } from "./finding.ts";

/** Rates of two subjects by the medians of their rounds. */
export function compareRates(options: {
  readonly what: string;
  readonly baseline: readonly Round[];
  readonly gateway: readonly Round[];
  readonly atLeast: number;
}): Finding {
  const [ours, theirs] = [listRates(options.gateway), listRates(options.baseline)];
  const ratio = computeMedian(ours) / computeMedian(theirs);
  return {
    what: options.what,
    value: formatRate(computeMedian(ours)),
    baseline: formatRate(computeMedian(theirs)),
    comparison: `${ratio.toFixed(2)} ×`,
    goal: `≥ ${options.atLeast} ×`,
    isReached: ratio >= options.atLeast,
    spread: `${formatShare(computeSpread(ours))} / ${formatShare(computeSpread(theirs))}`,
  };
}

/** Processor time for each request, of the named processes together. */
export function compareProcessorTimes(options: {
  readonly what: string;
  readonly baseline: readonly Round[];
  readonly gateway: readonly Round[];
  /** Whose time counts, on either side. */
  readonly names: readonly string[];
  readonly atMost: number;
}): Finding {
  const ours = computeMicroseconds(options.gateway, options.names);
  const theirs = computeMicroseconds(options.baseline, options.names);
  return {
    what: options.what,
    value: `${ours.toFixed(0)} µs`,
    baseline: `${theirs.toFixed(0)} µs`,
    comparison: `${(ours / theirs).toFixed(2)} ×`,
    goal: `≤ ${options.atMost} ×`,
    isReached: ours / theirs <= options.atMost,
    spread: "",
  };
}

function listRates(rounds: readonly Round[]): number[] {
  return rounds.map(({ perSecond }) => perSecond);
}

/** Where the processors' time went, and how long answers took. */
export function describeRounds(name: string, rounds: readonly Round[]): string {
  const uses = rounds.map(({ use }) => use);
  const names = Object.keys(uses[0]?.coresByName ?? {});
  const cores = names.map(
    (each) => `${each} ${computeMedian(uses.map((use) => use.coresByName[each] ?? 0)).toFixed(2)}`,
  );
  // Processor time tells more than the clock when others are busy on the machine.
  const microseconds = names.map((each) => `${each} ${computeMicroseconds(rounds, [each]).toFixed(0)}`);
  const perAnswer = (member: "walBytes" | "commits"): number =>
    computeMedian(rounds.map(({ database, result }) => database[member] / result.total));
  const database = `WAL bytes ${perAnswer("walBytes").toFixed(0)}, commits ${perAnswer("commits").toFixed(3)}`;
  const foreign = computeMedian(uses.map((use) => use.foreignCores)).toFixed(2);
  const latency = (share: number): string =>
    formatMs(computeMedian(rounds.map(({ result }) => computeQuantile(result.latenciesMs, share))));
  return `${name}: p50 ${latency(0.5)}, p99 ${latency(0.99)}; cores: ${cores.join(", ")}, others on the machine ${foreign}; µs of processor for each request: ${microseconds.join(", ")}; ${database}`;
}

export function summariseRounds(rounds: readonly Round[]): unknown {
  return rounds.map(({ perSecond, use, result }) => ({
    perSecond,
    use,
    byStatus: result.byStatus,
    p50Ms: computeMedian(result.latenciesMs),
    p99Ms: computeQuantile(result.latenciesMs, 0.99),
  }));
}

/** Microseconds of processor time that these processes together took for a request: the median of the rounds. */
export function computeMicroseconds(rounds: readonly Round[], names: readonly string[]): number {
  return computeMedian(
    rounds.map(({ use, result }) => {
      const cores = names.reduce((sum, name) => sum + (use.coresByName[name] ?? 0), 0);
      return (cores * use.wallMs * 1000) / result.total;
    }),
  );
}
