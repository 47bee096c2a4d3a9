import { isDecided, statusMachine, type Move } from "@kyc-gateway/core";
import type { ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";

/** The state machine, drawn: every advance as an arrow, every reversal as one that says so. */
export function renderStateDiagram(): string {
  const arrows = Object.entries(statusMachine).flatMap(([from, row]) =>
    Object.entries(row).flatMap(([to, move]) => renderArrow({ from, to, move } as Arrow)),
  );
  return ["```mermaid", "stateDiagram-v2", "  [*] --> NOT_STARTED", ...arrows, "```"].join("\n");
}

interface Arrow {
  readonly from: SessionStatus;
  readonly to: ReportedStatus;
  readonly move: Move;
}

/** From the first state everything is possible at once: one arrow stands for all of them. */
function renderArrow({ from, to, move }: Arrow): string[] {
  if (move === "reverse") return [`  ${from} --> ${to}: ${isDecided(from) ? "reversal" : "late decision"}`];
  if (move !== "advance" || (from === "NOT_STARTED" && to !== "SESSION_CREATED")) return [];
  return [`  ${from} --> ${to}`];
}
