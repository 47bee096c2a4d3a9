/** One line of the table: what had to be shown, and what was seen. */
export interface Finding {
  readonly proof: string;
  readonly mustShow: string;
  readonly seen: string;
  readonly isShown: boolean;
}

/** How much of a proof is run. */
export interface Scale {
  /** A few minutes for all proofs: fit for CI. */
  readonly isShort: boolean;
  /** Sessions that stand at each point of a start when the gateway is killed. */
  readonly crashSessions: number;
  /** Sessions that the ledger is kept of. */
  readonly ledgerSessions: number;
  /** The version that a rolling change begins with. Absent: this one, and it ends with one that has a planted migration. */
  readonly previous?: string | undefined;
}
