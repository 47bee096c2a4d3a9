import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Transition } from "@kyc-gateway/core";
import { createProviderModel, type ProviderModel } from "./provider-model.ts";
import { findIssue } from "./reference-model.ts";
import { Replica, type ReadFault } from "./replica.ts";
import { createStoreModel, type StoreDefect, type StoreModel } from "./store-model.ts";

/** What happens, in which order: each number is one happening and its choice. */
export interface History {
  readonly isErratic: boolean;
  /** Whether operators decide too. */
  readonly hasOperators: boolean;
  readonly lifetimeSeconds: number;
  readonly happenings: Iterable<number>;
}

const second = 1000;
const begin = Date.UTC(2026, 0, 1);
/** Clocks of replicas: one right, one behind, one ahead. */
const skewsMs = [0, -90 * second, 90 * second];
const faults: readonly ReadFault[] = ["timeout", "response_unrecognised", "session_unknown"];
const claims: readonly SessionStatus[] = ["APPROVED", "REJECTED", "IN_PROGRESS", "EXPIRED"];
/** A schedule of reads that does not come to rest within so many is no schedule. */
const quietReads = 64;

/** Plays a history to its quiet end. Returns what is wrong then; undefined: nothing. */
export async function playHistory(
  history: History,
  defects: ReadonlySet<StoreDefect> = new Set(),
): Promise<string | undefined> {
  const stage = new Stage(history, defects);
  for (const happening of history.happenings) await stage.play(happening % 18, happening >> 4);
  await stage.comeToRest();
  return stage.judge();
}

/** Plays a history to its quiet end. Gives what became of its session, one transition after the other. */
export async function listTransitions(history: History): Promise<readonly Transition[]> {
  const stage = new Stage(history, new Set());
  for (const happening of history.happenings) await stage.play(happening % 18, happening >> 4);
  await stage.comeToRest();
  return stage.transitions;
}

class Stage {
  #nowMs = begin;
  readonly #lapsesAt: number;
  readonly #isErratic: boolean;
  readonly #hasOperators: boolean;
  readonly #provider: ProviderModel;
  readonly #store: StoreModel;
  readonly #replicas: readonly Replica[];
  /** Callbacks on their way. */
  #underWay: number[] = [];

  constructor({ isErratic, hasOperators, lifetimeSeconds }: History, defects: ReadonlySet<StoreDefect>) {
    this.#isErratic = isErratic;
    this.#hasOperators = hasOperators;
    this.#lapsesAt = begin + lifetimeSeconds * second;
    this.#provider = createProviderModel(isErratic);
    const now = (): number => this.#nowMs;
    this.#store = createStoreModel({ now, defects, lapsesAt: this.#lapsesAt });
    const lifetimeMs = lifetimeSeconds * second;
    const world = { provider: this.#provider, store: this.#store, now, lifetimeMs };
    this.#replicas = skewsMs.map((skewMs) => new Replica(world, skewMs));
  }

  get transitions(): readonly Transition[] {
    return this.#store.events;
  }

  async play(kind: number, choice: number): Promise<void> {
    const replica = this.#replicas[choice % this.#replicas.length];
    if (replica === undefined) return;
    if (kind <= 2) return this.#act(choice);
    if (kind <= 4) return this.#deliver(choice);
    if (kind === 5) return this.#store.receive(this.#describe(choice));
    if (kind <= 7) return this.#begin(replica, choice);
    if (kind <= 12) return replica.advance();
    if (kind === 13) return this.#passTime(choice);
    if (kind === 14) return replica.crash();
    if (kind <= 16) return this.#decide(choice);
    replica.fault = faults[choice % faults.length];
    return undefined;
  }

  /** No more faults and no more acts: the callbacks that are left arrive, and the schedule does the rest. */
  async comeToRest(): Promise<void> {
    while (this.#underWay.length > 0) this.#deliver(0);
    for (const replica of this.#replicas) {
      await replica.finish();
      replica.fault = undefined;
    }
    const [replica] = this.#replicas;
    if (replica === undefined) return;
    for (let reads = 0; reads < quietReads; reads += 1) {
      if (!this.#store.isQueued && this.#store.nextReadAt === null) return;
      if (!this.#store.isQueued) this.#nowMs = Math.max(this.#nowMs, this.#store.nextReadAt ?? 0);
      // A crashed holder's lease has to run out.
      else this.#nowMs += second;
      this.#store.takeJob();
      await replica.begin("schedule");
      await replica.finish();
    }
  }

  judge(): string | undefined {
    return findIssue(
      { provider: this.#provider, store: this.#store, isErratic: this.#isErratic },
      { lapsesAt: this.#lapsesAt, lifetimeMs: this.#lapsesAt - begin },
    );
  }

  /** A callback may be lost, unless it is the last thing that can tell: providers repeat those. */
  #act(choice: number): void {
    this.#provider.act(choice);
    if (this.#store.nextReadAt === null || choice % 4 !== 0) this.#underWay.push(choice);
  }

  #deliver(choice: number): void {
    const index = choice % Math.max(1, this.#underWay.length);
    const [callback] = this.#underWay.splice(index, 1);
    if (callback === undefined) return;
    this.#store.receive(this.#describe(callback));
    if (callback % 3 === 0) this.#store.receive(this.#describe(callback));
  }

  /** Times of callbacks are missing, equal, or of another order than the acts; what they claim may be a lie. */
  #describe(choice: number): Parameters<StoreModel["receive"]>[0] {
    const at = [undefined, begin, this.#nowMs, this.#nowMs - choice * second][choice % 4];
    return { claims: claims[choice % claims.length] ?? "APPROVED", at, version: this.#provider.version };
  }

  async #begin(replica: Replica, choice: number): Promise<void> {
    if (replica.isWorking) return replica.advance();
    if (this.#store.isQueued) {
      this.#store.takeJob();
      return replica.begin("webhook");
    }
    const isDue = (this.#store.nextReadAt ?? Infinity) <= this.#nowMs;
    if (isDue || choice % 5 === 0) return replica.begin(isDue ? "schedule" : "refresh");
    return undefined;
  }

  #decide(choice: number): void {
    if (this.#hasOperators) this.#store.decide(choice % 2 === 0 ? "APPROVED" : "REJECTED");
  }

  /** From nothing at all to minutes: many things happen in one millisecond. */
  #passTime(choice: number): void {
    this.#nowMs += [0, 1, second, 10 * second, 26 * second, 130 * second][choice % 6] ?? 0;
  }
}
