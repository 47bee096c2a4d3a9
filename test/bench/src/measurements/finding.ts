import type { Cost } from "../report/cost.ts";

/** One number that was asked for, with what it is compared to. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly baseline: string;
  /** The number that is judged, as text. */
  readonly comparison: string;
  readonly goal: string;
  /** Undefined for what is only told. */
  readonly isReached: boolean | undefined;
  /** Of the rounds, in shares of their median. */
  readonly spread: string;
}

/** What a measurement came to: numbers for people, and everything for machines. */
export interface Measured {
  readonly findings: readonly Finding[];
  /** What each request costs, of those that are compared. */
  readonly costs?: readonly Cost[];
  readonly notes: readonly string[];
  readonly raw: unknown;
}

export function formatRate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString("en")}/s`;
}

export function formatMs(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}
