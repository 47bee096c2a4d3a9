import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import {
  decideByOperator,
  planNextRead,
  planRetry,
  applyTransition,
  keepFacts,
  selectFacts,
  type AbandonedRead,
  type Decision,
  type FetchedReport,
  type KeptFacts,
  type OperatorVerdict,
  type ReadLease,
  type RefreshStore,
  type Session,
  type SettledDecision,
  type Transition,
} from "@kyc-gateway/core";

/** A delivery as the inbox keeps it. What it says, and when, is a hint that nothing is taken from. */
export interface ModelDelivery {
  readonly claims: SessionStatus;
  readonly at: number | undefined;
  /** How often the provider had acted when it came in: what it tells of is no newer. */
  readonly version: number;
  state: "waiting" | "processing" | "applied" | "parked";
}

/** What an operator decided, and the facts that were there to decide by. */
export interface OperatorAct {
  readonly verdict: OperatorVerdict;
  readonly facts: KeptFacts["facts"] | undefined;
}

/** One fetch that was committed, or one act of an operator, in the order of commits. */
export interface SettledRead {
  readonly report: FetchedReport | undefined;
  readonly at: number;
  readonly before: SessionStatus;
  readonly decision: Decision;
  /** The newest version that a delivery settled by it tells of. */
  readonly heardOf: number;
  /** Then there is no report. */
  readonly operator?: OperatorAct;
}

/** Ways in which a store can be wrong, to see that the histories find out. */
export type StoreDefect =
  | "forgets_tokens"
  | "loses_events"
  | "settles_waiting_deliveries"
  | "keeps_the_last_report_alone"
  | "keeps_the_first_report_alone"
  | "forgets_reversed_decisions"
  | "forgets_who_decided"
  | "forgets_attempts"
  | "forgets_what_the_operator_knew";

/** The statements of the gateway's store, on one row in memory: each method is atomic, as its transaction is. */
export interface StoreModel extends RefreshStore {
  readonly session: Session;
  readonly facts: KeptFacts | undefined;
  readonly nextReadAt: number | null;
  /** A fetch is queued. */
  readonly isQueued: boolean;
  readonly reads: readonly SettledRead[];
  readonly events: readonly Transition[];
  readonly deliveries: readonly ModelDelivery[];
  receive(delivery: Omit<ModelDelivery, "state">): void;
  /** A worker takes the queued fetch. */
  takeJob(): void;
  queue(): void;
  /** An operator decides, whatever the session is at. */
  decide(verdict: OperatorVerdict): void;
  /** The replica whose clock is to be compared with the store's at its next lease. */
  callerSkewMs: number;
}

const rereadAfterMs = [60_000, 120_000, 300_000] as const;

export class LeaseLost extends Error {}

/** `now` is the store's clock. */
export function createStoreModel(options: {
  readonly now: () => number;
  readonly lapsesAt: number;
  readonly defects?: ReadonlySet<StoreDefect>;
}): StoreModel {
  return new MemoryStore(options);
}

class MemoryStore implements StoreModel {
  session: Session;
  facts: KeptFacts | undefined;
  nextReadAt: number | null;
  isQueued = false;
  callerSkewMs = 0;
  readonly reads: SettledRead[] = [];
  readonly events: Transition[] = [];
  readonly deliveries: ModelDelivery[] = [];
  readonly #now: () => number;
  readonly #defects: ReadonlySet<StoreDefect>;
  #lease: { token: string; until: number } | undefined;
  #tokens = 0;
  #readCount = 0;
  #failedReads = 0;

  constructor({ now, lapsesAt, defects = new Set() }: Parameters<typeof createStoreModel>[0]) {
    this.#now = now;
    this.#defects = defects;
    this.session = { ...freshSession, createdAt: new Date(now()), lapsesAt: new Date(lapsesAt) };
    this.nextReadAt = now() + rereadAfterMs[0];
  }

  receive(delivery: Omit<ModelDelivery, "state">): void {
    this.deliveries.push({ ...delivery, state: "waiting" });
    this.queue();
  }

  queue(): void {
    this.isQueued = true;
  }

  takeJob(): void {
    this.isQueued = false;
  }

  decide(verdict: OperatorVerdict): void {
    const before = this.session.status;
    const result = decideByOperator(this.session, { verdict, at: new Date(this.#now()) });
    const decision: Decision = result.kind === "moved" ? result : { kind: "same" };
    const operator = { verdict, facts: this.facts?.facts };
    this.reads.push({ report: undefined, at: this.#now(), before, decision, heardOf: 0, operator });
    if (decision.kind !== "moved") return;
    const origin = this.#defects.has("forgets_who_decided") ? "provider" : "operator";
    this.#record({ ...decision.transition, origin });
    if (this.#defects.has("forgets_what_the_operator_knew"))
      this.session = { ...this.session, reported: null };
  }

  async acquireLease(_sessionId: string, leaseMs: number): Promise<ReadLease | "busy"> {
    const isTaken = this.#lease !== undefined && this.#lease.until >= this.#now();
    if (isTaken) return "busy";
    this.#tokens += 1;
    this.#lease = { token: String(this.#tokens), until: this.#now() + leaseMs };
    const taken = this.deliveries.filter(({ state }) => state === "waiting" || state === "processing");
    for (const delivery of taken) delivery.state = "processing";
    return {
      token: this.#lease.token,
      session: this.session,
      hasDeliveries: taken.length > 0,
      readCount: this.#readCount,
      failedReads: this.#failedReads,
      clockAheadMs: -this.callerSkewMs,
    };
  }

  async settleRead(
    lease: ReadLease,
    { report, decide }: { report: FetchedReport | undefined; decide: (session: Session) => SettledDecision },
  ): Promise<Session> {
    this.#checkToken(lease);
    const before = this.session.status;
    const { decision, reported, lapsesAt } = decide(this.session);
    if (report !== undefined) this.#keep(report, decision);
    if (decision.kind === "moved") this.#record(decision.transition);
    this.session = {
      ...this.session,
      reported: reported ?? this.session.reported,
      lapsesAt: lapsesAt ?? this.session.lapsesAt,
    };
    this.#lease = undefined;
    this.#readCount = decision.kind === "moved" ? 0 : this.#readCount + 1;
    this.#failedReads = 0;
    this.nextReadAt = planNextRead(this.#scheduled(), rereadAfterMs, this.#clock())?.getTime() ?? null;
    const isSettledHere = ({ state }: ModelDelivery): boolean =>
      state === "processing" || (state === "waiting" && this.#defects.has("settles_waiting_deliveries"));
    const settled = this.deliveries.filter(isSettledHere);
    for (const delivery of settled) delivery.state = "applied";
    const heardOf = Math.max(0, ...settled.map(({ version }) => version));
    this.reads.push({ report, at: this.#now(), before, decision, heardOf });
    if (this.deliveries.some(({ state }) => state === "waiting")) this.queue();
    return this.session;
  }

  async abandonRead(lease: ReadLease, { park, retryAfterMs }: AbandonedRead): Promise<void> {
    if (this.#lease?.token !== lease.token) return;
    const hasUnreadDeliveries = lease.hasDeliveries && !park;
    const retry = planRetry(
      { ...this.#scheduled(), hasUnreadDeliveries, retryAfterMs },
      rereadAfterMs,
      this.#clock(),
    );
    this.nextReadAt = retry?.getTime() ?? null;
    this.#lease = undefined;
    this.#failedReads += 1;
    for (const delivery of this.deliveries)
      if (park && delivery.state === "processing") delivery.state = "parked";
  }

  #checkToken({ token }: ReadLease): void {
    if (this.#lease?.token !== token && !this.#defects.has("forgets_tokens")) throw new LeaseLost();
  }

  #keep(report: FetchedReport, decision: Decision): void {
    const update = { before: this.session, decision, facts: selectFacts(report.whole.reveal()) };
    const { kept } = keepFacts(this.facts, update);
    this.facts = this.#spoil(kept, update.facts);
  }

  #spoil(kept: KeptFacts, facts: KeptFacts["facts"]): KeptFacts {
    if (this.#defects.has("keeps_the_last_report_alone")) return { ...kept, facts };
    if (this.#defects.has("keeps_the_first_report_alone")) return { ...kept, ...this.facts };
    return this.#defects.has("forgets_reversed_decisions") ? { ...kept, earlier: [] } : kept;
  }

  #record(transition: Transition): void {
    const { attempt } = this.session;
    this.session = { ...this.session, ...applyTransition(this.session, transition) };
    if (this.#defects.has("forgets_attempts")) this.session = { ...this.session, attempt };
    if (!this.#defects.has("loses_events") || this.events.length % 2 === 0) this.events.push(transition);
  }

  #scheduled() {
    const { status, lapsesAt } = this.session;
    return { status, lapsesAt, readCount: this.#readCount, failedReads: this.#failedReads };
  }

  #clock() {
    return { now: this.#now(), random: () => 0.5 };
  }
}

const at = new Date(0);
const freshSession: Session = {
  id: "session",
  tenantId: "tenant",
  flow: "standard",
  applicantId: "applicant",
  applicantKeyId: null,
  requiredChecks: ["liveness"],
  status: "SESSION_CREATED",
  origin: "provider",
  reasons: [],
  attempt: 1,
  seq: 0,
  connectionId: "connection",
  reference: { id: "reference" },
  launch: null,
  notices: [],
  metadata: {},
  erasure: "none",
  createdAt: at,
  updatedAt: at,
  decidedAt: null,
  reported: null,
  reopenedAt: null,
  lapsesAt: null,
};
