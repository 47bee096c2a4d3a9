import { statusMachine, type MachineState, type Move, type ReportedWord } from "@kyc-gateway/core";

/** The state machine, drawn: every advance as an arrow, what is told of a decision as one that says so. */
export function renderStateDiagram(): string {
  const arrows = Object.entries(statusMachine).flatMap(([from, row]) =>
    Object.entries(row).flatMap(([to, move]) => renderArrow({ from, to, move } as Arrow)),
  );
  return ["```mermaid", "stateDiagram-v2", "  [*] --> NOT_STARTED", ...arrows, "```"].join("\n");
}

interface Arrow {
  readonly from: MachineState;
  readonly to: ReportedWord;
  readonly move: Move;
}

/** From the first state everything is possible at once: one arrow stands for all of them. */
function renderArrow({ from, to, move }: Arrow): string[] {
  if (move === "reverse") return [`  ${from} --> ${to}: reversal`];
  if (move === "reopen") return [`  ${from} --> ${from}: reopened by ${to}`];
  if (move !== "advance" || (from === "NOT_STARTED" && to !== "SESSION_CREATED")) return [];
  return [`  ${from} --> ${to}`];
}
