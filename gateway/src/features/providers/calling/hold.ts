import { CallRefusal } from "./call-refusal.ts";

/** An operator's hand on a connection. */
export interface Hold {
  readonly reason: string | undefined;
  begin(reason: string): void;
  end(): void;
  /** Throws `CallRefusal`. */
  refuseIfHeld(): void;
}

const retryAfterMs = 30_000;

export function createHold(gauge: { set(state: number): void }): Hold {
  let held: string | undefined;
  gauge.set(0);
  return {
    get reason() {
      return held;
    },
    begin(reason) {
      held = reason;
      gauge.set(1);
    },
    end() {
      held = undefined;
      gauge.set(0);
    },
    refuseIfHeld() {
      if (held !== undefined)
        throw new CallRefusal("held", "An operator holds the connection back.", retryAfterMs);
    },
  };
}
