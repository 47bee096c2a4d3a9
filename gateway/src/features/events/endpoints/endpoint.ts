import type { EndpointEventType } from "@kyc-gateway/http-api";
import type { Actor } from "../../audit/index.ts";
import type { DisabledReason, EndpointState } from "../outbox/event-endpoint.entity.ts";
import type { StoredKey } from "../signing/signing-key.ts";

/** Where a tenant wants its events. */
export interface Endpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly EndpointEventType[] | null;
  readonly keys: readonly StoredKey[];
  readonly state: EndpointState;
  readonly disabledReason: DisabledReason | null;
  readonly stateSince: Date;
  readonly failures: number;
  readonly nextAttemptAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What may be changed of an endpoint. */
export type EndpointChange = Partial<
  Pick<
    Endpoint,
    | "url"
    | "description"
    | "types"
    | "keys"
    | "state"
    | "disabledReason"
    | "stateSince"
    | "failures"
    | "nextAttemptAt"
  >
>;

/** What waits for an endpoint; counted up to `pendingLimit`. */
export interface Pending {
  readonly count: number;
  readonly oldestAt: Date | null;
}

/** Which events to send again. */
export interface ResendRange {
  readonly eventId?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Who does what to an endpoint: written down in the transaction that does it. */
export interface EndpointAuditEntry {
  readonly actor: Actor;
  /** `endpoint.<done>`. */
  readonly action: string;
  /** Without secrets. */
  readonly detail?: Record<string, unknown>;
}

interface SavedEndpoint {
  readonly kind: "saved";
  readonly endpoint: Endpoint;
}

/** `duplicate`: the tenant has one with this URL. `full`: the tenant has as many as it may. */
export type InsertedEndpoint = SavedEndpoint | { readonly kind: "duplicate" } | { readonly kind: "full" };

/** `unknown`: the tenant has no endpoint of this id. */
export type UpdatedEndpoint = SavedEndpoint | { readonly kind: "duplicate" } | { readonly kind: "unknown" };
