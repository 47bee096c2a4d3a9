import {
  closeReport,
  refreshSession,
  type Cause,
  type ReadAttempt,
  type RefreshPorts,
} from "@kyc-gateway/core";
import type { ProviderModel } from "./provider-model.ts";
import { LeaseLost, type StoreModel } from "./store-model.ts";

export type ReadFault = "timeout" | "response_unrecognised" | "session_unknown";

export interface World {
  readonly provider: ProviderModel;
  readonly store: StoreModel;
  readonly now: () => number;
  readonly lifetimeMs: number;
}

const fetchMs = 20_000;

/**
 * One process of the gateway, halted before each of its effects: whoever plays the history lets them happen one by
 * one, between those of other replicas.
 */
export class Replica {
  readonly #world: World;
  readonly #skewMs: number;
  /** The next effect, while the process waits to be let on. */
  #step: (() => void) | undefined;
  #onHalt: (() => void) | undefined;
  /** A crashed life's effects are nobody's any more. */
  #life = 0;
  isWorking = false;
  fault: ReadFault | undefined;

  constructor(world: World, skewMs: number) {
    this.#world = world;
    this.#skewMs = skewMs;
  }

  /** Begins a fetch and halts before its first effect. */
  async begin(cause: Cause): Promise<void> {
    this.isWorking = true;
    const life = this.#life;
    const halted = this.#waitForHalt();
    const { now } = this.#ports(life);
    void this.#refresh(cause, { life, deadlineAt: now() + fetchMs });
    await halted;
  }

  /** The queue repeats a job that found another one at work, or that threw. */
  async #refresh(cause: Cause, { life, deadlineAt }: { life: number; deadlineAt: number }): Promise<void> {
    let isToRepeat = false;
    try {
      const result = await refreshSession(this.#ports(life), { sessionId: "session", cause, deadlineAt });
      isToRepeat = result.kind === "busy";
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      isToRepeat = true;
    }
    if (life !== this.#life) return;
    if (isToRepeat) this.#world.store.queue();
    this.isWorking = false;
    this.#onHalt?.();
  }

  /** Lets one effect happen. */
  async advance(): Promise<void> {
    const step = this.#step;
    if (step === undefined) return;
    this.#step = undefined;
    const halted = this.#waitForHalt();
    step();
    await halted;
  }

  async finish(): Promise<void> {
    while (this.isWorking) await this.advance();
  }

  /** Nothing of what was under way is ever heard of again; the queue finds the job of a dead worker. */
  crash(): void {
    if (!this.isWorking) return;
    this.#life += 1;
    this.#step = undefined;
    this.isWorking = false;
    this.#world.store.queue();
  }

  #waitForHalt(): Promise<void> {
    return new Promise((resolve) => {
      this.#onHalt = resolve;
    });
  }

  #halt<T>(life: number, effect: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      if (life !== this.#life) return;
      this.#step = () => resolve(effect());
      this.#onHalt?.();
    });
  }

  #ports(life: number): RefreshPorts {
    const { store, now } = this.#world;
    return {
      now: () => now() + this.#skewMs,
      providers: {
        read: (_session, deadlineAt) => this.#read(life, deadlineAt),
        sessionLifetimeMs: () => this.#world.lifetimeMs,
      },
      store: {
        acquireLease: (id, leaseMs) =>
          this.#halt(life, () => {
            store.callerSkewMs = this.#skewMs;
            return store.acquireLease(id, leaseMs);
          }),
        settleRead: (lease, outcome) => this.#halt(life, () => store.settleRead(lease, outcome)),
        abandonRead: (lease, failure) => this.#halt(life, () => store.abandonRead(lease, failure)),
      },
    };
  }

  /** The provider looks at its truth at one moment, and its answer arrives at another. */
  async #read(life: number, deadlineAt: number): Promise<ReadAttempt> {
    const report = await this.#halt(life, () => this.#world.provider.report());
    return this.#halt(life, (): ReadAttempt => {
      const isLate = this.#world.now() + this.#skewMs > deadlineAt;
      const code = isLate ? "timeout" : this.fault;
      this.fault = undefined;
      return code === undefined
        ? { kind: "read", report: closeReport(report) }
        : { kind: "failed", failure: { code } };
    });
  }
}
