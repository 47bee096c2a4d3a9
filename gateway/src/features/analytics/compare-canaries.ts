import type {
  AnalyticsReport,
  AnalyticsRow,
  CanaryComparison,
  CanaryComparisons,
} from "@kyc-gateway/http-api";
import { estimateDifference, estimateProportion, type Proportion } from "./proportions.ts";

const confidence = 0.95;

interface Side {
  readonly created: number;
  readonly decided: number;
  readonly approved: number;
}

/** Of a report by rule and variant: what its rows show, and nothing else. */
export function compareCanaries({ from, to, items }: AnalyticsReport): CanaryComparisons {
  const chosen = items.filter(({ rule, variant }) => typeof rule === "string" && typeof variant === "string");
  const byRule = Map.groupBy(chosen, ({ tenant = "", rule }) => JSON.stringify([tenant, rule]));
  return { from, to, confidence, items: [...byRule.values()].map(compare) };
}

function compare(rows: readonly AnalyticsRow[]): CanaryComparison {
  const [{ tenant, rule } = {}] = rows;
  const [canary, control] = [addUp(rows, "canary"), addUp(rows, "control")];
  return {
    ...(tenant === undefined || tenant === null ? {} : { tenant }),
    rule: rule ?? "",
    canary: describeSide(canary),
    control: describeSide(control),
    approvalDifference: estimateDifference(approvals(canary), approvals(control)) ?? null,
    completionDifference: estimateDifference(completions(canary), completions(control)) ?? null,
  };
}

function addUp(rows: readonly AnalyticsRow[], wanted: string): Side {
  const sum = { created: 0, decided: 0, approved: 0 };
  for (const { variant, created, decided, approved } of rows) {
    if (variant !== wanted) continue;
    sum.created += created;
    sum.decided += decided;
    sum.approved += approved;
  }
  return sum;
}

const approvals = ({ approved, decided }: Side): Proportion => ({ successes: approved, trials: decided });
const completions = ({ decided, created }: Side): Proportion => ({ successes: decided, trials: created });

function describeSide(side: Side): CanaryComparison["canary"] {
  return {
    ...side,
    approvalRate: estimateProportion(approvals(side)) ?? null,
    completionRate: estimateProportion(completions(side)) ?? null,
  };
}
