import type { Call } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "@kyc-gateway/core";
import type { ConnectionLimits } from "./connection-limits.ts";

/** The operations of the optional facets. */
export type FacetOperation =
  | "open_report"
  | "list_activity"
  | "summarise_activity"
  | "end_call"
  | "read_document"
  | "compare_faces"
  | "read_configuration"
  | "list_configurations"
  | "list_operators"
  | "create_operator"
  | "list_operator_groups"
  | "create_operator_group"
  | "change_operator_group"
  | "remove_operator_group"
  | "add_to_blocklist"
  | "remove_from_blocklist"
  | "search_screening"
  | "describe_subject"
  | "watch"
  | "unwatch"
  | "list_watch_changes";

/** The operations of the plugin interface: each has a breaker and a latency estimate of its own in each connection. */
export type Operation =
  | FacetOperation
  | "start"
  | "relaunch"
  | "read"
  | "erase"
  | "check_health"
  | "list_evidence"
  | "open_evidence";

/** One call to a provider. */
export interface ProviderCall<T> {
  readonly operation: Operation;
  /** Who waits for it. Tenants take turns where a connection is scarce. */
  readonly tenantId: string;
  /** Milliseconds since the epoch: no attempt goes on after it. */
  readonly deadlineAt: number;
  /** Stable over the retries. */
  readonly idempotencyKey: string;
  /** The caller's own request to stop; it also stops what a stream of the answer is still to bring. */
  readonly signal?: AbortSignal;
  /** Whether a call whose outcome is unknown may be made again. */
  readonly isRepeatable: boolean;
  readonly work: (call: Call) => Promise<T>;
}

/** What a call came to. */
export type CallOutcome<T> =
  | {
      readonly kind: "ok";
      readonly value: T;
      /** An earlier try of the call may have had its effect too, without anybody's knowing. */
      readonly mayHaveDuplicate: boolean;
    }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** `half_open`: one call finds out whether the provider is back. */
export type BreakerState = "closed" | "half_open" | "open";

/** Calls one connection with deadline, retries, circuit breakers and its fair share; adapters contain none of it. */
export interface ProviderCaller {
  call<T>(call: ProviderCall<T>): Promise<CallOutcome<T>>;
  /** Whether calls of this operation are refused at once now. */
  isRefusing(operation: Operation): boolean;
  /** How many more calls of this operation would soon be served now; none while they are refused. */
  findRoom(operation: Operation): number;
  /** The breaker of each operation that was called. */
  listBreakers(): readonly { readonly operation: Operation; readonly state: BreakerState }[];
  /** Refuses every new call until released: an operator's request. */
  hold(reason: string): void;
  release(): void;
  /** Why the connection is held; undefined when it is not. */
  readonly heldBecause: string | undefined;
  /** Takes effect for calls that wait already, too. */
  limit(limits: ConnectionLimits): void;
  /** Another one has taken its place: its state is not told any more. */
  retire(): void;
  close(): void;
}
