import { statusMachine, type Move } from "@kyc-gateway/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryHistory } from "./arbitrary-history.ts";
import { playHistory } from "./play-history.ts";
import type { StoreDefect } from "./store-model.ts";

/** A long run: `pnpm histories`. */
const histories = 5000;

async function findCounterexample(defects?: ReadonlySet<StoreDefect>): Promise<fc.RunDetails<unknown>> {
  return fc.check(
    fc.asyncProperty(arbitraryHistory, async (history) => {
      const mistake = await playHistory(history, defects);
      if (mistake !== undefined) throw new Error(`The session ${mistake}.`);
    }),
    { numRuns: histories },
  );
}

describe("any history of deliveries, fetches, overrides, lapses, crashes and three replicas", () => {
  it("ends with the provider's truth, without regression, lost event or gap", async () => {
    const details = await findCounterexample();
    expect(details.failed, fc.defaultReportMessage(details) ?? "").toBe(false);
  });
});

describe("the histories find out", () => {
  it.each<[StoreDefect]>([
    ["forgets_tokens"],
    ["loses_events"],
    ["shares_leases"],
    ["settles_waiting_deliveries"],
  ])("a store that %s", async (defect) => {
    expect((await findCounterexample(new Set([defect]))).failed).toBe(true);
  });

  it.each<[string, keyof typeof statusMachine, string, Move]>([
    ["lets progress run backwards", "PENDING_REVIEW", "IN_PROGRESS", "advance"],
    ["gives up a decision", "APPROVED", "PENDING_REVIEW", "advance"],
    ["ignores an override", "APPROVED", "REJECTED", "stale"],
    ["does not call an override a reversal", "REJECTED", "APPROVED", "advance"],
    ["lets a decision expire", "REJECTED", "EXPIRED", "reverse"],
    ["ignores a late decision", "EXPIRED", "APPROVED", "stale"],
    ["takes the same for news", "APPROVED", "APPROVED", "advance"],
  ])("a machine that %s", async (_name, from, reported, move) => {
    const row: Record<string, Move> = statusMachine[from];
    const right = row[reported];
    if (right === undefined) throw new Error(`There is no column ${reported}.`);
    row[reported] = move;
    try {
      expect((await findCounterexample()).failed).toBe(true);
    } finally {
      row[reported] = right;
    }
  });
});
