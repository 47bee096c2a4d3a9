import type { ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { selectFacts } from "@kyc-gateway/core";
import { addLater, flatten, hasLiveness, type FlatFacts } from "./reference-facts.ts";
import type { OperatorAct, SettledRead } from "./store-model.ts";

/** What a session has to be after some reads: written down anew here, on purpose not taken from the code under test. */
export interface ExpectedSession {
  readonly status: SessionStatus;
  readonly attempt: number;
  readonly isHeld: boolean;
  /** Whether the verdict is an operator's. */
  readonly isByOperator: boolean;
  /** How often the applicant was seen again after our own clock had run out. */
  readonly revivals: number;
  /** Of a verdict, also of one that is held. */
  readonly facts: FlatFacts | undefined;
  /** Of the verdicts that were reversed. */
  readonly earlier: readonly { readonly status: SessionStatus; readonly facts: FlatFacts }[];
}

type Word = ReportedStatus | "HELD" | undefined;
const isVerdict = (word: Word | SessionStatus): boolean => word === "APPROVED" || word === "REJECTED";

export function foldReads(
  reads: readonly SettledRead[],
  { lapsesAt, lifetimeMs }: { lapsesAt: number; lifetimeMs: number },
): ExpectedSession {
  const fold = new Fold(lapsesAt, lifetimeMs);
  for (const read of reads) fold.take(read);
  return fold;
}

class Fold implements ExpectedSession {
  status: SessionStatus = "SESSION_CREATED";
  attempt = 1;
  isHeld = false;
  isByOperator = false;
  revivals = 0;
  facts: FlatFacts | undefined;
  earlier: { status: SessionStatus; facts: FlatFacts }[] = [];
  #isOurExpiry = false;
  #known: Word;
  /** What the provider has said last, as far as a decision may have been made knowing it. */
  #told: Word;
  /** The provider has taken a decided case up again. */
  #isOpenAgain = false;
  #lapsesAt: number;
  readonly #lifetimeMs: number;

  constructor(lapsesAt: number, lifetimeMs: number) {
    this.#lapsesAt = lapsesAt;
    this.#lifetimeMs = lifetimeMs;
  }

  take({ report, at, operator }: SettledRead): void {
    if (operator !== undefined) return this.#decide(operator);
    const whole = report?.whole.reveal();
    const isLacking = whole?.status === "APPROVED" && !hasLiveness(whole);
    const before = { status: this.status, isHeld: this.isHeld, facts: this.facts };
    const word: Word = isLacking ? "HELD" : whole?.status;
    const isLater = (whole?.attempt ?? this.attempt) > this.attempt;
    const isNewBasis = isLater && this.#hearLater(word, at, whole?.attempt ?? 1);
    if (!isLater) this.#hear(word, at);
    if (whole !== undefined) this.#keep(flatten(selectFacts(whole)), before, isNewBasis);
  }

  /** The applicant tries again. Gives whether the facts are this attempt's own from now on. */
  #hearLater(word: Word, at: number, attempt: number): boolean {
    const isDecided = isVerdict(this.status);
    if (isDecided && (word === "EXPIRED" || (word === "HELD" && this.status === "APPROVED"))) return false;
    this.attempt = attempt;
    this.#told = word;
    this.#known = word;
    const isUpheld =
      isDecided && (!isVerdict(word) || (this.isByOperator && word === "APPROVED" && this.status !== word));
    if (isUpheld) {
      this.#isOpenAgain = true;
      return false;
    }
    if (word === this.status && isDecided) this.#isOpenAgain = false;
    else if (word === "HELD") this.#become("PENDING_REVIEW", true);
    else this.#tryAgain(word as ReportedStatus, at);
    return true;
  }

  #tryAgain(word: ReportedStatus, at: number): void {
    if (this.status === "EXPIRED" && word === "IN_PROGRESS") this.revivals += 1;
    if (word === "IN_PROGRESS" || word === "SESSION_CREATED") this.#lapsesAt = at + this.#lifetimeMs;
    this.#become(word);
  }

  /** An operator decides what is in review, or decides anew; by the facts that were there. */
  #decide({ verdict, facts }: OperatorAct): void {
    if (this.status !== "PENDING_REVIEW" && !isVerdict(this.status)) return;
    if (this.facts === undefined && facts !== undefined) this.facts = flatten(facts);
    this.#become(verdict);
    this.isByOperator = true;
  }

  #hear(word: Word, at: number): void {
    const isDecided = isVerdict(this.status);
    if (this.isByOperator) this.#hearAgainstOperator(word);
    else this.#hearProvider(word, at);
    if (word === undefined || word === "SESSION_CREATED" || word === "EXPIRED") return;
    if (isDecided || word !== "IN_PROGRESS") this.#told = word;
  }

  /** What was known is no news. A rejection is the safer word and wins; nothing else undoes what an operator decided. */
  #hearAgainstOperator(word: Word): void {
    if (word === this.#told && !this.#isOpenAgain) return;
    if (word === "REJECTED" && this.status === "APPROVED") this.#become("REJECTED");
    else if (word === this.status || (word === "HELD" && this.status === "APPROVED"))
      this.#isOpenAgain = false;
    else if (word !== undefined && word !== "SESSION_CREATED" && word !== "EXPIRED") this.#isOpenAgain = true;
  }

  #hearProvider(word: Word, at: number): void {
    if (isVerdict(word)) return this.#become(word as SessionStatus);
    if (isVerdict(this.status)) return undefined;
    if (word === "HELD") return this.#become("PENDING_REVIEW", true);
    if (this.status === "EXPIRED" && !this.#isOurExpiry) return undefined;
    if (word === "EXPIRED") return this.isHeld ? undefined : this.#become("EXPIRED");
    if (word === "PENDING_REVIEW") return this.#become("PENDING_REVIEW");
    return this.#progress(word, at);
  }

  #progress(word: Word, at: number): void {
    if (this.status === "PENDING_REVIEW") return;
    if (this.status === "EXPIRED") {
      if (word !== "IN_PROGRESS" || this.#known === "IN_PROGRESS") return;
      this.#lapsesAt = at + this.#lifetimeMs;
      this.revivals += 1;
      this.#become("IN_PROGRESS");
    } else if (at >= this.#lapsesAt) {
      this.#become("EXPIRED");
      this.#isOurExpiry = true;
      this.#known = word ?? this.#known;
    } else if (word === "IN_PROGRESS") this.#become("IN_PROGRESS");
    if (word === "IN_PROGRESS") this.#known = word;
  }

  #become(status: SessionStatus, isHeld = false): void {
    this.status = status;
    this.isHeld = isHeld;
    this.isByOperator = false;
    this.#isOpenAgain = false;
    this.#isOurExpiry = false;
  }

  #keep(
    told: FlatFacts,
    before: Pick<ExpectedSession, "status" | "isHeld" | "facts">,
    isNewBasis: boolean,
  ): void {
    const isKept = this.isHeld || isVerdict(this.status);
    const isNew = before.status !== this.status || (this.isHeld && !before.isHeld) || isNewBasis;
    if (isNew && isVerdict(before.status) && before.facts !== undefined)
      this.earlier.push({ status: before.status, facts: before.facts });
    if (!isKept) this.facts = undefined;
    else this.facts = isNew || before.facts === undefined ? told : addLater(before.facts, told);
  }
}
