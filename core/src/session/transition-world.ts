import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import type { ReportedWord } from "./reported-word.ts";
import { statusMachine, type MachineState } from "./status-machine.ts";
import { applyTransition, decideTransition, type SessionState, type StatusUpdate } from "./transition.ts";

export const states = Object.keys(statusMachine) as MachineState[];
export const words = Object.keys(statusMachine.NOT_STARTED) as ReportedWord[];
export const at = new Date("2026-01-01T00:00:00Z");

export function say(word: ReportedWord, reasons: StatusUpdate["reasons"] = []): StatusUpdate {
  const isHeld = word === "HELD";
  const status: ReportedStatus = isHeld ? "PENDING_REVIEW" : word;
  const origin = isHeld ? "gateway" : "provider";
  return { status, origin, reasons, attempt: 1, cause: "webhook", at };
}

const special: Partial<Record<MachineState, Pick<SessionState, "status" | "origin">>> = {
  NOT_STARTED: { status: "NOT_STARTED", origin: "gateway" },
  HELD: { status: "PENDING_REVIEW", origin: "gateway" },
  LAPSED: { status: "EXPIRED", origin: "gateway" },
  APPROVED_BY_OPERATOR: { status: "APPROVED", origin: "operator" },
  REJECTED_BY_OPERATOR: { status: "REJECTED", origin: "operator" },
};

export function put(state: MachineState, rest: Partial<SessionState> = {}): SessionState {
  const where = special[state] ?? { status: state as SessionState["status"], origin: "provider" };
  return { reasons: [], attempt: 1, seq: 3, reported: null, reopenedAt: null, ...where, ...rest };
}

export function goOn(before: SessionState, update: StatusUpdate): SessionState {
  const decision = decideTransition(before, update);
  if (decision.kind !== "moved") return before;
  return { ...before, ...applyTransition({ ...before, decidedAt: null }, decision.transition) };
}

export function nameEvent(state: SessionState, update: StatusUpdate): string {
  const decision = decideTransition(state, update);
  return decision.kind === "moved" ? decision.transition.eventType : decision.kind;
}
