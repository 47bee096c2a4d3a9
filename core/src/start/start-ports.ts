import type {
  CheckKind,
  ProviderReference,
  ValidationIssue,
  Started,
  StartRequest,
} from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Flow } from "../routing/flow.ts";
import type { RouteFacts } from "../routing/plan-route.ts";
import type { RoutingRule } from "../routing/routing-rule.ts";
import type { TraceStep } from "../routing/trace-step.ts";
import type { Session } from "../session/session.ts";
import type { Transition } from "../session/transition.ts";

/** What a product asks for, with our ids already given. */
export interface StartCommand {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  /** Equal for equal bodies; says nothing about them. */
  readonly requestFingerprint: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The product's own words about the applicant, for routing alone. */
  readonly riskTags?: readonly string[] | undefined;
  readonly request: Omit<StartRequest, "flow" | "sessionId" | "parent" | "previous" | "sessionLifetimeMs">;
  readonly parentSessionId?: string;
  readonly flowName: string;
  /** Milliseconds since the epoch: nothing is begun that cannot end before it. */
  readonly deadlineAt: number;
}

/** An intent before it is stored. */
export interface NewIntent {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly flow: string;
  /** Those of the flow as it is now. */
  readonly requiredChecks: readonly CheckKind[];
  readonly applicantId: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly idempotencyKey: string;
  readonly requestFingerprint: string;
  /** Where it will be started first. */
  readonly firstConnectionId: string;
  readonly at: Date;
  /** Milliseconds during which nobody else works on this intent, by the store's clock. */
  readonly leaseMs: number;
  /** When an intent that nobody took up again is given up. */
  readonly lapsesAt: Date;
}

/**
 * What became of storing an intent. `fresh`: ours to start. `resumed`: an earlier attempt under this key ended without
 * a session, ours to start again. `replayed`: the session exists. `busy`: another request is at it. `reused`: the key
 * belongs to another body. `closed`: the session can no longer be started.
 */
export type IntentResult =
  | { readonly kind: "fresh" | "replayed"; readonly session: Session }
  | {
      readonly kind: "resumed";
      readonly session: Session;
      /** Set while a provider may have made a session all the same; the connection is null when nobody noted it. */
      readonly unknownAt: { readonly connectionId: string | null } | undefined;
    }
  | { readonly kind: "busy" | "reused" | "closed" };

/** How a provider's session came to be, ready to be stored. */
export interface StartOutcome {
  readonly connectionId: string;
  readonly started: Started;
  readonly lapsesAt: Date;
  readonly transition: Transition;
  readonly trace: readonly TraceStep[];
  /** Whether this connection's provider may have made another session before, which nobody can name. */
  readonly mayHaveDuplicate: boolean;
}

/** The store, as `startSession` needs it. Each method is one transaction. */
export interface StartStore {
  saveIntent(intent: NewIntent): Promise<IntentResult>;
  findReplay(
    intent: Pick<NewIntent, "tenantId" | "idempotencyKey" | "requestFingerprint">,
  ): Promise<IntentResult | undefined>;
  /**
   * Stores the outcome, its timeline entry and its event together. Undefined: somebody else settled the session meanwhile.
   * `reference_taken`: another session of the connection has the provider's id already.
   */
  saveOutcome(session: Session, outcome: StartOutcome): Promise<Session | "reference_taken" | undefined>;
  /** Keeps the trace and gives the intent back, so that the same key can try again. */
  saveFailure(
    session: Session,
    failure: { readonly trace: readonly TraceStep[]; readonly isOutcomeUnknown: boolean },
  ): Promise<void>;
  /**
   * Notes, before it is sent, that the start now goes to another connection than the first. `abandonedAt`: the connection
   * before it, where something may have been created that nobody can name; whoever erases the session has to know.
   */
  noteAttempt(session: Session, connectionId: string, abandonedAt?: string): Promise<void>;
  /** The provider's reference of the applicant's latest earlier session at a connection. */
  findPrevious(session: Session, connectionId: string): Promise<ProviderReference | undefined>;
  /** A session of the tenant that another session can belong to. */
  findParent(tenantId: string, sessionId: string): Promise<Session | undefined>;
}

/** What one `start` at a provider came to. */
export type StartAttempt =
  | {
      readonly kind: "started";
      readonly started: Started;
      /** An earlier try of the same call ended without telling whether it created a session too. */
      readonly mayHaveDuplicate: boolean;
    }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** The providers, as `startSession` needs them. */
export interface StartProviders extends RouteFacts {
  /** Issues that the connection's adapter finds before anything is sent. */
  checkStart(connectionId: string, request: StartRequest): readonly ValidationIssue[];
  isStartRepeatable(connectionId: string): boolean;
  /** Whether the connection's adapter asks for the applicant's earlier session. */
  wantsPrevious(connectionId: string): boolean;
  /** As long as a session of the flow lives when its provider does not tell. */
  sessionLifetimeMs(connectionId: string, session: Pick<Session, "tenantId" | "flow">): number;
  start(connectionId: string, request: StartRequest, deadlineAt: number): Promise<StartAttempt>;
}

/** The flows of tenants, and the rules that choose among their targets. */
interface Flows {
  findFlow(tenantId: string, name: string): Flow | undefined;
  /** The names of all flows of the tenant, for whoever named another one. */
  listFlowNames(tenantId: string): readonly string[];
  findRules(tenantId: string): readonly RoutingRule[];
  /** Schemes of the tenant's own apps that a return URL may have. */
  findAppSchemes(tenantId: string): readonly string[];
}

export interface StartPorts {
  readonly store: StartStore;
  readonly providers: StartProviders;
  readonly flows: Flows;
  readonly now: () => number;
  /** A new UUID, version 7. */
  readonly newId: () => string;
}
