import type { Flow, RoutingRule } from "@kyc-gateway/core";
import type { OperatorRole, OperatorSelf } from "@kyc-gateway/http-api";
import type { ConnectionRuntime } from "../providers/index.ts";
import type { PrivacySettings } from "./privacy-settings.ts";
import type { LaunchPageModel } from "./configuration-model.ts";

/** What an API key may do. */
export const scopes = [
  "sessions:write",
  "sessions:read",
  "results:read",
  "evidence:read",
  "sessions:erase",
  "applicants:export",
  "events:read",
  "endpoints:read",
  "endpoints:write",
  "activity:read",
  "calls:write",
  "documents:read",
  "faces:compare",
  "screening:read",
  "screening:write",
  "blocklist:read",
  "blocklist:write",
  "analytics:read",
] as const;
/** What an API key may do. */
export type Scope = (typeof scopes)[number];

/** A product's key, as requests are checked against it. */
export interface ApiKeyGrant {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: Date | null;
}

/** An operator, as requests are checked against it. */
export interface OperatorGrant {
  /** Null: known by an identity provider alone. */
  readonly id: string | null;
  readonly name: string;
  readonly role: OperatorRole;
  readonly signIn: OperatorSelf["signIn"];
}

/**
 * Everything that is configured, in memory: one consistent snapshot, replaced as a whole. Requests are authenticated
 * and routed from it without a query.
 */
export interface ConfigurationSnapshot {
  /** Ids of tenants, keyed by name. */
  readonly tenants: ReadonlyMap<string, string>;
  /** Keyed by tenant id. */
  readonly privacy: ReadonlyMap<string, PrivacySettings>;
  /** Schemes of their own apps that return URLs may have. Keyed by tenant id. */
  readonly appSchemes: ReadonlyMap<string, readonly string[]>;
  /** Revoked keys are not in it. Keyed by the base64 of the key's hash. */
  readonly keys: ReadonlyMap<string, ApiKeyGrant>;
  /** Keyed by tenant id, then by the flow's name. */
  readonly flows: ReadonlyMap<string, ReadonlyMap<string, Flow>>;
  /** Keyed by tenant id; the first rule that holds decides. */
  readonly rules: ReadonlyMap<string, readonly RoutingRule[]>;
  /** Flows whose applicants enter by a page of ours. Keyed by tenant id, then by the flow's name. */
  readonly launchPages: ReadonlyMap<string, ReadonlyMap<string, LaunchPageModel>>;
  /** Milliseconds that sessions of the provider's own configurations live, as it told. Keyed by connection id, then by the configuration's. */
  readonly sessionLifetimes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Keyed by the base64 of their key's hash. Revoked ones are not in it. */
  readonly operators: ReadonlyMap<string, OperatorGrant>;
  /** Keyed by id. Retired ones are there: their sessions live on. */
  readonly connections: ReadonlyMap<string, ConnectionRuntime>;
  /** Keyed by name. */
  readonly connectionsByName: ReadonlyMap<string, ConnectionRuntime>;
  /** Adapters of connections that were removed, keyed by name: a provider that still calls one is counted. */
  readonly removedConnections: ReadonlyMap<string, string>;
  /** Connections that are stored and cannot be used, with the reason: an adapter that is not loaded, settings it refuses. */
  readonly broken: readonly { readonly name: string; readonly why: string }[];
}

/** A configuration of nothing, before the first load. */
export const emptySnapshot: ConfigurationSnapshot = {
  tenants: new Map(),
  privacy: new Map(),
  appSchemes: new Map(),
  keys: new Map(),
  flows: new Map(),
  rules: new Map(),
  launchPages: new Map(),
  sessionLifetimes: new Map(),
  operators: new Map(),
  connections: new Map(),
  connectionsByName: new Map(),
  removedConnections: new Map(),
  broken: [],
};
