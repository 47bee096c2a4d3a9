import { statusMachine, type MachineState, type Move, type ReportedWord } from "@kyc-gateway/core";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { arbitraryHistory, contestedHistory } from "./arbitrary-history.ts";
import { playHistory, type History } from "./play-history.ts";
import type { StoreDefect } from "./store-model.ts";

vi.setConfig({ testTimeout: 90_000 });

/** A long run: `pnpm histories`. */
const played = 5000;
/** So many for an issue that we put there ourselves: it ends with the first one found. */
const searched = 50_000;

interface Search {
  readonly numRuns: number;
  readonly histories?: fc.Arbitrary<History>;
  readonly defects?: ReadonlySet<StoreDefect>;
}

async function findCounterexample({
  numRuns,
  histories = arbitraryHistory,
  defects,
}: Search): Promise<string | null> {
  const details = await fc.check(
    fc.asyncProperty(histories, async (history) => {
      const issue = await playHistory(history, defects);
      if (issue !== undefined) throw new Error(`The session ${issue}.`);
    }),
    // An issue that we put there is only to be found, not to be made small.
    { numRuns, endOnFailure: numRuns === searched },
  );
  if (!details.failed) return null;
  const { message } = details.errorInstance as Error;
  return `${message}\n${fc.defaultReportMessage(details)}`;
}

describe("any history of deliveries, fetches, further attempts, overrides, operators' decisions, lapses, crashes and three replicas", () => {
  it("ends with the provider's truth, without regression, lost event or gap", async () => {
    expect(await findCounterexample({ numRuns: played })).toBeNull();
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
    ["forgets_who_decided"],
    ["forgets_attempts"],
    ["forgets_what_the_operator_knew"],
  ])("a store that %s", async (defect) => {
    expect(await findCounterexample({ numRuns: searched, defects: new Set([defect]) })).toContain(
      "The session ",
    );
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
    {
      name: "lets an approval overturn an operator's rejection",
      from: "REJECTED_BY_OPERATOR",
      reported: "APPROVED",
      move: "reverse",
    },
    {
      name: "keeps an operator's approval against a rejection",
      from: "APPROVED_BY_OPERATOR",
      reported: "REJECTED",
      move: "reopen",
    },
    {
      name: "gives up an operator's approval for a review",
      from: "APPROVED_BY_OPERATOR",
      reported: "PENDING_REVIEW",
      move: "advance",
    },
    {
      name: "gives up an operator's rejection for progress",
      from: "REJECTED_BY_OPERATOR",
      reported: "IN_PROGRESS",
      move: "advance",
    },
    { name: "takes the same for news", from: "APPROVED", reported: "APPROVED", move: "advance" },
  ])("a machine that $name", async ({ from, reported, move }) => {
    const row: Record<ReportedWord, Move> = statusMachine[from];
    const right = row[reported];
    row[reported] = move;
    try {
      const histories = from.endsWith("_BY_OPERATOR") ? contestedHistory : arbitraryHistory;
      expect(await findCounterexample({ numRuns: searched, histories })).toContain("The session ");
    } finally {
      row[reported] = right;
    }
  });
});
