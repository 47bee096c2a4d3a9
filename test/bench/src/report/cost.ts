import { computeMedian } from "../statistics/quantile.ts";
import type { Round } from "../measurements/alternate.ts";
import { computeMicroseconds } from "../measurements/compare-rates.ts";

/** What one request costs, by the counters of the system, of PostgreSQL and of V8: medians of rounds. */
export interface Cost {
  readonly what: string;
  /** Microseconds of processor time: of the server, and of PostgreSQL. */
  readonly serverUs: number;
  readonly postgresUs: number;
  readonly statements: number;
  readonly commits: number;
  readonly flushes: number;
  readonly walBytes: number;
  readonly allocatedBytes: number;
}

/** `server`: the name of its process among those of the rounds. */
export function describeCost(what: string, server: string, rounds: readonly Round[]): Cost {
  const each = (read: (round: Round) => number): number =>
    computeMedian(rounds.map((round) => read(round) / round.result.total));
  return {
    what,
    serverUs: computeMicroseconds(rounds, [server]),
    postgresUs: computeMicroseconds(rounds, ["postgres"]),
    statements: each(({ database }) => database.statements),
    commits: each(({ database }) => database.commits),
    flushes: each(({ database }) => database.flushes),
    walBytes: each(({ database }) => database.walBytes),
    allocatedBytes: each(({ allocatedBytes }) => allocatedBytes),
  };
}

const columns = [
  "for each request",
  "server µs",
  "PostgreSQL µs",
  "statements",
  "commits",
  "flushes",
  "WAL bytes",
  "allocated bytes",
] as const;

export function listCostCells(costs: readonly Cost[]): readonly (readonly string[])[] {
  return [
    columns,
    ...costs.map((cost) => [
      cost.what,
      cost.serverUs.toFixed(0),
      cost.postgresUs.toFixed(0),
      cost.statements.toFixed(3),
      cost.commits.toFixed(3),
      cost.flushes.toFixed(3),
      cost.walBytes.toFixed(0),
      cost.allocatedBytes.toFixed(0),
    ]),
  ];
}
