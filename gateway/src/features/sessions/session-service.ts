import { randomUUIDv7 } from "node:crypto";
import {
  planFirstReadMs,
  refreshLeased,
  refreshSession,
  routeRequest,
  startSession,
  type Cause,
  type CheckedRoute,
  type LeasedResult,
  type RefreshResult,
  type RouteCommand,
  type Session,
  type StartCommand,
  type StartPorts,
  type StartResult,
} from "@kyc-gateway/core";
import type { Session as SessionBody } from "@kyc-gateway/http-api";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { noteSession, runInSession } from "../../platform/observability/trace-context.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Actor } from "../audit/index.ts";
import { decideSession, type DecisionOutcome, type DecisionRequest } from "./decide-session.service.ts";
import { expireIntent } from "./expire-intent.ts";
import type { StoredLease } from "./lease.store.ts";
import { createLaunchLinks, type LaunchLinks } from "./launch-links.ts";
import { presentSession } from "./present-session.ts";
import { createKnownReferences } from "./known-references.ts";
import { forecastRefresh, type RefreshForecast } from "./preview-refresh.service.ts";
import { createRefreshStore, type StoredRefreshes } from "./refresh.store.ts";
import { relaunchSession, type RelaunchOutcome } from "./relaunch-session.service.ts";
import { createSessionReads, type SessionReads } from "./session-reads.store.ts";
import { createStartStore } from "./start.store.ts";
import { tellExpiries } from "./tell-expiries.job.ts";
import { createEvidencePort, type EvidencePort } from "./evidence-port.ts";
import type { CountedSession, CountedTransition } from "./session.metrics.ts";
import type { ProviderPort } from "./provider-port.ts";

/** Everything that can be done with sessions. */
export interface SessionService {
  readonly reads: SessionReads;
  readonly evidence: EvidencePort;
  readonly links: LaunchLinks;
  /** A session in the words of the API, for its product. */
  present(session: Session): SessionBody;
  /** Where a request would go, and why; creates nothing. Throws `StartFailure`. */
  previewRoute(command: RouteCommand): Promise<CheckedRoute>;
  /** Throws `StartFailure`. `onProviderMs` is told how long providers took. */
  start(command: StartCommand, onProviderMs: (ms: number) => void): Promise<StartResult>;
  refresh(sessionId: string, cause: Cause, deadlineAt: number): Promise<RefreshResult>;
  /** Whom a provider's session is about, as far as this process remembers. */
  findApplicant(connectionId: string, reference: string): Applicant | undefined;
  /** Leases the sessions that deliveries wait for. */
  readonly leaseWaiting: StoredRefreshes["leaseWaiting"];
  /** Reads a leased session for the deliveries that wait for it, and settles it. */
  refreshLeased(lease: StoredLease, deadlineAt: number): Promise<LeasedResult>;
  /** A fresh link into a session that is not over. */
  relaunch(session: Session, deadlineAt: number): Promise<RelaunchOutcome>;
  /** What a refresh would change now; changes nothing. */
  previewRefresh(session: Session, deadlineAt: number): Promise<RefreshForecast>;
  /** An operator decides. */
  decide(actor: Actor, request: DecisionRequest): Promise<DecisionOutcome>;
  /** Closes an intent that was never answered for and that nobody took up again. */
  expireIntent(sessionId: string): Promise<void>;
  /** Tells tenants which approvals end soon, and which have ended. */
  tellExpiries(): Promise<void>;
}

const startTransition = {
  from: "NOT_STARTED",
  to: "SESSION_CREATED",
  cause: "start",
  reasons: [],
  isReversal: false,
} as const;

/** Told of a transition after the commit that holds it and its event, and of its session where that is known. */
export type OnTransition = (transition: CountedTransition, session?: CountedSession) => void;

interface SessionServiceOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly configuration: CurrentConfiguration;
  readonly providers: ProviderPort;
  readonly metrics: Metrics;
  /** Where applicants reach the gateway. */
  readonly publicUrl: string | undefined;
  /** Told of each transition after its commit. */
  readonly onTransition: OnTransition;
}

const newId = (): string => randomUUIDv7();

export function createSessionService(options: SessionServiceOptions): SessionService {
  const { database, vault, configuration, providers, metrics, onTransition } = options;
  const startStore = createStartStore({
    newId,
    database,
    vault,
    firstReadAfterMs: (id) => planFirstReadMs(providers.rereadAfterMs(id), Math.random),
  });
  const references = createKnownReferences();
  const refreshStore = createRefreshStore({
    database,
    vault,
    references,
    rereadAfterMs: (id) => providers.rereadAfterMs(id),
    onTransition,
    onApplied: (lagMs) => metrics.applyLag.observe(lagMs / 1000),
    onGroup: (size) => metrics.groupSize.observe({ group: "settlements" }, size),
  });
  const reads = createSessionReads(database, vault);
  const flows = createFlowPort(configuration);
  const links = createLaunchLinks(options);
  return {
    reads,
    links,
    present: (session) => presentSession(session, links.urlOf(session)),
    findApplicant: (connectionId, reference) =>
      vault.applicants.findKnown(references.findKeyId(connectionId, reference) ?? null),
    evidence: createEvidencePort(configuration),
    previewRoute: (command) => routeRequest({ store: startStore, providers, flows }, command),
    async start(command, onProviderMs) {
      const timed = withPhases(
        { store: startStore, providers: { ...providers, start: providers.startFor(command.tenantId) } },
        metrics,
        onProviderMs,
      );
      const result = await startSession({ ...timed, flows, now: Date.now, newId }, command);
      references.note(result.session);
      if (!result.isReplay) onTransition(startTransition, result.session);
      return result;
    },
    refresh: (sessionId, cause, deadlineAt) =>
      refreshSession({ store: refreshStore, providers, now: Date.now }, { sessionId, cause, deadlineAt }),
    leaseWaiting: (request) => refreshStore.leaseWaiting(request),
    refreshLeased: (lease, deadlineAt) =>
      refreshLeased({ store: refreshStore, providers, now: Date.now }, lease, {
        cause: "webhook",
        deadlineAt,
      }),
    relaunch: (session, deadlineAt) =>
      relaunchSession({ database, vault, providers, onTransition }, session, deadlineAt),
    previewRefresh: (session, deadlineAt) =>
      forecastRefresh({ providers, now: Date.now, reads }, session, deadlineAt),
    decide: (actor, request) => decideSession({ database, vault, reads, onTransition }, actor, request),
    tellExpiries: () => tellExpiries(database, onTransition),
    expireIntent: (sessionId) =>
      runInSession(sessionId, () => expireIntent({ database, onTransition }, sessionId)),
  };
}

function createFlowPort(configuration: CurrentConfiguration): StartPorts["flows"] {
  return {
    listFlowNames: (tenantId) => [...(configuration.current.flows.get(tenantId)?.keys() ?? [])],
    findFlow: (tenantId, name) => configuration.current.flows.get(tenantId)?.get(name),
    findRules: (tenantId) => configuration.current.rules.get(tenantId) ?? [],
    findAppSchemes: (tenantId) => configuration.current.appSchemes.get(tenantId) ?? [],
  };
}

type TimedPorts = Pick<StartPorts, "store" | "providers">;

/** Measures what a start spends in which phase; the provider's own time is told apart. */
function withPhases(
  { store, providers }: TimedPorts,
  metrics: Metrics,
  onProviderMs: (ms: number) => void,
): TimedPorts {
  const phase = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      return await work;
    } finally {
      metrics.overhead.observe({ phase: name }, (performance.now() - startedAt) / 1000);
    }
  };
  return {
    store: {
      ...store,
      async saveIntent(intent) {
        const saved = await phase("intent", store.saveIntent(intent));
        if ("session" in saved) noteSession(saved.session.id);
        return saved;
      },
      saveOutcome: (session, outcome) => phase("outcome", store.saveOutcome(session, outcome)),
    },
    providers: {
      ...providers,
      start: async (connectionId, request, deadlineAt) => {
        const startedAt = performance.now();
        try {
          return await providers.start(connectionId, request, deadlineAt);
        } finally {
          onProviderMs(performance.now() - startedAt);
        }
      },
    },
  };
}
