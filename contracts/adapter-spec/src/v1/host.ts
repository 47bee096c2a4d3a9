/** A request through the host. The host adds deadline, allowed hosts, body limit, metrics and redaction. */
export interface HostRequestInit {
  /** Default: `GET`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /**
   * Bytes of the answer's body after which reading fails with `response_unrecognised`. Default 1 MiB.
   */
  readonly maxResponseBytes?: number;
}

/** The headers of an answer: by any spelling of a name; several of one name are one, joined by commas. */
export interface HostHeaders {
  get(name: string): string | null;
}

/** An answer of the provider: what every `Response` has, and no more. Its body is read to its end or cancelled. */
export interface HostResponse {
  readonly status: number;
  readonly headers: HostHeaders;
  /**
   * Without a content coding: the host asks for none, and takes off one that came all the same. `null` or empty for an
   * answer that has none.
   */
  readonly body: ReadableStream<Uint8Array> | null;
  /** The whole body at once, within the limits of the request: the least work for an answer that is short. */
  bytes(): Promise<Uint8Array>;
}

/**
 * The only way out to the provider. Throws branded adapter errors: `timeout` (deadline or signal), `unavailable`
 * (no connection; `requestSent: false` where that is known), `settings_invalid` (a host outside the connection's
 * allowed ones). It never follows redirects: an answer with a 3xx status is returned as it is.
 */
export type HostFetch = (url: string | URL, init?: HostRequestInit) => Promise<HostResponse>;

/** Structured log. `event` is a constant; `fields` hold identifiers and numbers, never personal data or secrets. */
export interface HostLog {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

/** What an adapter may use of the world. */
export interface Host {
  readonly fetch: HostFetch;
  readonly log: HostLog;
  /** Milliseconds since the epoch. Adapters read no other clock. */
  now(): number;
}

/** One call of the host to an adapter. */
export interface Call {
  readonly signal: AbortSignal;
  /** Stable over the retries of one operation; for providers that have a native idempotency key. */
  readonly idempotencyKey: string;
}
