import type { FaultRule, StandingRule } from "../faults/fault.ts";
import type { LedgerSnapshot, SessionTruth } from "../ledger/snapshot.ts";
import type { Engine } from "../server/engine.ts";
import type { ActRequest, Dialect, EmitRequest } from "./dialect.ts";
import { ControlError } from "./control-error.ts";

/** Everything a test may do to a running simulator; the same over HTTP under `/_control`. */
export interface SimulatorControl<Act extends string = string, Settings extends object = object> {
  ledger(): LedgerSnapshot;
  session(id: string): SessionTruth | undefined;
  /** Plays the applicant or the provider's operator. */
  act(sessionId: string, request: ActRequest<Act>): SessionTruth;
  /** Returns the rule's id. */
  addFault(rule: FaultRule): string;
  removeFault(id: string): boolean;
  clearFaults(): void;
  faults(): StandingRule[];
  now(): Date;
  advanceClock(ms: number): void;
  settings(): Settings;
  changeSettings(change: Partial<Settings>): Settings;
  /** Absent owner: every company or application. `null` turns callbacks off. */
  setCallbackUrl(url: string | null, owner?: string): void;
  /** Sends a callback although nothing changed. */
  emit(request: EmitRequest): void;
  /** Sends an earlier callback once more, byte for byte where the provider's signature allows. */
  replay(callbackId: string): void;
  /** Resolves when no callback is on its way; retries that wait for their time count only on request. */
  settleCallbacks(options?: { includeRetries?: boolean }): Promise<void>;
  /** Forgets sessions, faults and the ledger, and sets the clock back; settings and callback URLs stay. */
  reset(): void;
}

export function createControl<Act extends string, Settings extends object>(
  engine: Engine,
  dialect: Dialect<Act, Settings>,
): SimulatorControl<Act, Settings> {
  return {
    ledger: () => ({
      ...engine.ledger.snapshot(),
      sessions: dialect.listSessions(),
      sessionsForgotten: dialect.countForgotten(),
    }),
    session: (id) => dialect.findSession(id),
    act: (sessionId, request) => dialect.act(sessionId, request),
    addFault: (rule) => engine.faults.add(rule),
    removeFault: (id) => engine.faults.remove(id),
    clearFaults: () => engine.faults.clear(),
    faults: () => engine.faults.list(),
    now: () => new Date(engine.clock.now()),
    advanceClock: (ms) => engine.clock.advance(ms),
    settings: () => ({ ...dialect.settings }),
    changeSettings: (change) => ({ ...Object.assign(dialect.settings, pickKnown(dialect.settings, change)) }),
    setCallbackUrl: (url, owner) => {
      if (url !== null && !/^https?:/.test(url))
        throw new ControlError(400, "a callback URL begins with http: or https:");
      dialect.setCallbackUrl(url, owner);
    },
    emit: (request) => dialect.emit(request),
    replay: (id) => {
      if (!engine.courier.replay(id)) throw new ControlError(404, `no callback ${id} is remembered`);
    },
    settleCallbacks: (options) => engine.courier.settle(options),
    reset: () => {
      engine.faults.clear();
      engine.ledger.reset();
      engine.clock.reset();
      dialect.reset();
    },
  };
}

function pickKnown<Settings extends object>(
  settings: Settings,
  change: Partial<Settings>,
): Partial<Settings> {
  const unknown = Object.keys(change).filter((name) => !(name in settings));
  if (unknown.length === 0) return change;
  const known = Object.keys(settings).join(", ");
  throw new ControlError(400, `unknown settings: ${unknown.join(", ")}. Known: ${known}`);
}
