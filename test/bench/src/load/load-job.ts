/** One request, written out many times. `{n}` becomes the request's number, `{item}` one of the items, in turn. */
export interface RequestPlan {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly items?: readonly string[];
  /** The first number; numbers of one run never repeat. */
  readonly firstNumber?: number;
}

/**
 * When requests go out. `closed`: each connection sends the next one when it has its answer. `open`: at a fixed rate,
 * whatever the answers do; latency counts from the moment that was planned.
 */
export type RateLimiter =
  | { readonly kind: "closed"; readonly warmUpMs: number; readonly durationMs: number }
  | { readonly kind: "count"; readonly count: number }
  | {
      readonly kind: "open";
      readonly ratePerSecond: number;
      readonly warmUpMs: number;
      readonly durationMs: number;
    };

export interface LoadJob {
  readonly port: number;
  readonly connections: number;
  readonly pace: RateLimiter;
  readonly plan: RequestPlan;
  /** Counted as good. */
  readonly expectedStatus: number;
}

export interface LoadResult {
  /** Good answers after the warm-up. */
  readonly answered: number;
  /** All answers, warm-up included. */
  readonly total: number;
  /** How long after the warm-up was measured. */
  readonly durationMs: number;
  /** Of the good answers after the warm-up. */
  readonly latenciesMs: Float64Array;
  /** Every answer, warm-up included, by status; 0 counts broken connections. */
  readonly byStatus: Readonly<Record<number, number>>;
  /** The numbers of all requests with a good answer, warm-up included. */
  readonly goodNumbers: Uint32Array;
  /** The number after the last one that was used. */
  readonly nextNumber: number;
}
