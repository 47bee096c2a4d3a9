import type { Random } from "../random.ts";
import { isCallbackFault } from "./fault.ts";
import type { CallbackFault, Fault, FaultRule, RequestFault, StandingRule } from "./fault.ts";

interface Occasion {
  readonly operation: string;
  readonly sessionId: string | undefined;
}

interface Entry extends FaultRule {
  readonly id: string;
  remaining: number;
  struck: number;
}

/** The rules in force. The oldest rule that fits strikes first; delays add to whatever else strikes. */
export class FaultPlan {
  #entries: Entry[] = [];
  #issued = 0;
  readonly #random: Random;
  readonly #onStrike: (fault: Fault) => void;

  constructor(random: Random, onStrike: (fault: Fault) => void) {
    this.#random = random;
    this.#onStrike = onStrike;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(rule: FaultRule): string {
    this.#issued += 1;
    const id = `fault-${this.#issued}`;
    this.#entries.push({ ...rule, id, remaining: rule.next ?? Infinity, struck: 0 });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  clear(): void {
    this.#entries = [];
  }

  list(): StandingRule[] {
    return this.#entries.map(({ remaining, ...rule }) =>
      Number.isFinite(remaining) ? { ...rule, next: remaining } : rule,
    );
  }

  /** The faults of one request: every delay, and at most one that spoils the answer. */
  strikeRequest(occasion: Occasion): RequestFault[] {
    if (this.#entries.length === 0) return [];
    const delays = this.#strike(occasion, (fault) => fault.kind === "latency", Infinity);
    const spoilers = this.#strike(
      occasion,
      (fault) => fault.kind !== "latency" && !isCallbackFault(fault),
      1,
    );
    return [...delays, ...spoilers] as RequestFault[];
  }

  /** The one fault of a callback. */
  strikeCallback(occasion: Occasion): CallbackFault | undefined {
    if (this.#entries.length === 0) return undefined;
    return this.#strike(occasion, isCallbackFault, 1)[0] as CallbackFault | undefined;
  }

  #strike(occasion: Occasion, accepts: (fault: Fault) => boolean, limit: number): Fault[] {
    const struck: Fault[] = [];
    for (const entry of this.#entries) {
      if (struck.length >= limit) break;
      if (!accepts(entry.fault) || !this.#fits(entry, occasion)) continue;
      entry.remaining -= 1;
      entry.struck += 1;
      struck.push(entry.fault);
      this.#onStrike(entry.fault);
    }
    if (struck.length > 0) this.#entries = this.#entries.filter((entry) => entry.remaining > 0);
    return struck;
  }

  #fits(rule: Entry, occasion: Occasion): boolean {
    if (rule.operation !== undefined && rule.operation !== occasion.operation) return false;
    if (rule.sessionId !== undefined && rule.sessionId !== occasion.sessionId) return false;
    return rule.probability === undefined || this.#random() < rule.probability;
  }
}
