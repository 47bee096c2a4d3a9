import { statusMachine, type MachineState, type Move, type ReportedWord } from "@kyc-gateway/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryHistory } from "./arbitrary-history.ts";
import { playHistory } from "./play-history.ts";
import type { StoreDefect } from "./store-model.ts";

/** A long run: `pnpm histories`. */
const histories = 5000;
/** So many for an issue that we put there ourselves: it ends with the first one found. */
const searched = 50_000;

async function findCounterexample(defects?: ReadonlySet<StoreDefect>): Promise<string | null> {
  const details = await fc.check(
    fc.asyncProperty(arbitraryHistory, async (history) => {
      const issue = await playHistory(history, defects);
      if (issue !== undefined) throw new Error(`The session ${issue}.`);
    }),
    { numRuns: defects === undefined ? histories : searched },
  );
  if (!details.failed) return null;
  const { message } = details.errorInstance as Error;
  return `${message}\n${fc.defaultReportMessage(details)}`;
}

describe("any history of deliveries, fetches, overrides, lapses, crashes and three replicas", () => {
  it("ends with the provider's truth, without regression, lost event or gap", async () => {
    expect(await findCounterexample()).toBeNull();
  });
});

describe("the histories find out", () => {
  it.each<[StoreDefect]>([
    ["forgets_tokens"],
    ["loses_events"],
    ["settles_waiting_deliveries"],
    ["keeps_the_last_report_alone"],
    ["keeps_the_first_report_alone"],
    ["forgets_reversed_decisions"],
  ])("a store that %s", async (defect) => {
    expect(await findCounterexample(new Set([defect]))).toContain("The session ");
  });

  it.each<{ name: string; from: MachineState; reported: ReportedWord; move: Move }>([
    { name: "lets progress run backwards", from: "PENDING_REVIEW", reported: "IN_PROGRESS", move: "advance" },
    { name: "gives up a decision", from: "APPROVED", reported: "PENDING_REVIEW", move: "advance" },
    { name: "ignores an override", from: "APPROVED", reported: "REJECTED", move: "stale" },
    { name: "does not call an override a reversal", from: "REJECTED", reported: "APPROVED", move: "advance" },
    { name: "lets a decision expire", from: "REJECTED", reported: "EXPIRED", move: "reverse" },
    { name: "ignores a late decision", from: "EXPIRED", reported: "APPROVED", move: "stale" },
    {
      name: "keeps to our own expiry in a review",
      from: "LAPSED",
      reported: "PENDING_REVIEW",
      move: "stale",
    },
    {
      name: "keeps to our own expiry when the applicant is seen",
      from: "LAPSED",
      reported: "IN_PROGRESS",
      move: "stale",
    },
    { name: "calls a late decision a reversal", from: "LAPSED", reported: "APPROVED", move: "reverse" },
    { name: "approves without a required check", from: "REJECTED", reported: "HELD", move: "reverse" },
    { name: "forgets a held approval", from: "HELD", reported: "EXPIRED", move: "advance" },
    { name: "takes the same for news", from: "APPROVED", reported: "APPROVED", move: "advance" },
  ])("a machine that $name", async ({ from, reported, move }) => {
    const row: Record<ReportedWord, Move> = statusMachine[from];
    const right = row[reported];
    row[reported] = move;
    try {
      expect(await findCounterexample()).toContain("The session ");
    } finally {
      row[reported] = right;
    }
  });
});
