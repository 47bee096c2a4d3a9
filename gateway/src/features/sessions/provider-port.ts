import type { Relaunched, Report, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import {
  closeReport,
  type ReadAttempt,
  type Session,
  type StartAttempt,
  type StartProviders,
} from "@kyc-gateway/core";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { AdapterHost, CallOutcome, ConnectionRuntime } from "../providers/index.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";

/** The providers, as the use cases need them. */
export interface ProviderPort extends Omit<StartProviders, "start"> {
  /** Starts in this tenant's name: tenants that share a connection take turns. */
  startFor(tenantId: string): StartProviders["start"];
  read(session: Session, deadlineAt: number): Promise<ReadAttempt>;
  /** A fresh link; undefined where the session's connection gives none. */
  relaunch(session: Session, deadlineAt: number): Promise<CallOutcome<Relaunched> | undefined>;
  /** What the connection's adapter declares; empty where the connection cannot be used. */
  rereadAfterMs(connectionId: string | null): readonly number[];
}

/** The configuration's connections behind the ports of the core. */
export function createProviderPort(
  configuration: CurrentConfiguration,
  host: AdapterHost,
  metrics: Pick<Metrics, "unmappedWords">,
): ProviderPort {
  const countUnmappedWords = createUnmappedWordCounter(metrics);
  const { find, findFlowSettings, findToldLifetime } = createFinders(configuration);
  const checkFlow = rememberFlows(({ manifest }, flow) => host.checkFlow(manifest.id, flow));
  const listChecks = rememberFlows(({ adapter }, flow) => adapter.listChecks?.(flow));
  return {
    capabilitiesOf: (connectionId) => find(connectionId)?.manifest.capabilities,
    listChecks: ({ connectionId, flowSettings }) => {
      const runtime = find(connectionId);
      const isKnown = runtime !== undefined && checkFlow(runtime, flowSettings).length === 0;
      return isKnown ? listChecks(runtime, flowSettings) : undefined;
    },
    isAccepting: (connectionId) => find(connectionId)?.isRetired === false,
    isFailing: (connectionId) => find(connectionId)?.caller.isRefusing("start") === true,
    isStartRepeatable: (connectionId) => find(connectionId)?.manifest.policies.start === "repeatable",
    wantsPrevious: (connectionId) => find(connectionId)?.manifest.policies.wantsPrevious === true,
    sessionLifetimeMs(connectionId, { tenantId, flow }) {
      const runtime = find(connectionId);
      const flowSettings = findFlowSettings({ tenantId, flow, connectionId });
      const told = flowSettings === undefined ? undefined : findToldLifetime(runtime, flowSettings);
      return told ?? runtime?.manifest.policies.sessionLifetimeMs ?? 0;
    },
    rereadAfterMs: (connectionId) => find(connectionId)?.manifest.policies.rereadAfterMs ?? [],
    checkStart(connectionId, request) {
      const runtime = find(connectionId);
      if (runtime === undefined) return [];
      const issues = checkFlow(runtime, request.flow);
      if (issues.length > 0) return issues.map((issue) => ({ ...issue, pointer: `/flow${issue.pointer}` }));
      return runtime.adapter.checkStart?.(request) ?? [];
    },
    startFor: (tenantId) => (connectionId, request, deadlineAt) => {
      const runtime = find(connectionId);
      const sessionLifetimeMs = findToldLifetime(runtime, request.flow);
      const told = sessionLifetimeMs === undefined ? request : { ...request, sessionLifetimeMs };
      return start(runtime, told, { tenantId, deadlineAt });
    },
    relaunch: (session, deadlineAt) =>
      relaunch(find(session.connectionId), { session, deadlineAt, flow: findFlowSettings(session) }),
    async read(session, deadlineAt) {
      const runtime = find(session.connectionId);
      const outcome = await read(runtime, { session, deadlineAt, flow: findFlowSettings(session) });
      if (outcome.kind !== "ok") return outcome;
      countUnmappedWords(runtime?.name ?? "", outcome.value);
      return { kind: "read", report: closeReport(outcome.value) };
    },
  };
}

/** What a flow's settings come to at a connection: every start asks for it, and it changes with the configuration alone. */
function rememberFlows<T>(
  work: (runtime: ConnectionRuntime, flow: unknown) => T,
): (runtime: ConnectionRuntime, flow: unknown) => T {
  const known = new WeakMap<ConnectionRuntime, WeakMap<object, { readonly value: T }>>();
  return (runtime, flow) => {
    if (typeof flow !== "object" || flow === null) return work(runtime, flow);
    const byFlow = known.get(runtime) ?? new WeakMap<object, { readonly value: T }>();
    known.set(runtime, byFlow);
    const made = byFlow.get(flow) ?? { value: work(runtime, flow) };
    byFlow.set(flow, made);
    return made.value;
  };
}

/** What the configuration in force says about a session's connection and flow. */
function createFinders(configuration: CurrentConfiguration) {
  const find = (connectionId: string | null): ConnectionRuntime | undefined =>
    configuration.current.connections.get(connectionId ?? "");
  /** The flow as it is now: it may have changed since the start, or be gone. */
  const findFlowSettings = ({
    tenantId,
    flow,
    connectionId,
  }: Pick<Session, "tenantId" | "flow" | "connectionId">): unknown =>
    configuration.current.flows
      .get(tenantId)
      ?.get(flow)
      ?.targets.find((target) => target.connectionId === connectionId)?.flowSettings;
  /** As the provider told of the configuration that the flow's settings name. */
  const findToldLifetime = (
    runtime: ConnectionRuntime | undefined,
    flowSettings: unknown,
  ): number | undefined => {
    const told = configuration.current.sessionLifetimes.get(runtime?.id ?? "");
    const id = told === undefined ? undefined : runtime?.connection.configurations?.findId(flowSettings);
    return id === undefined ? undefined : told?.get(id);
  };
  return { find, findFlowSettings, findToldLifetime };
}

async function start(
  runtime: ConnectionRuntime | undefined,
  request: StartRequest,
  options: { readonly tenantId: string; readonly deadlineAt: number },
): Promise<StartAttempt> {
  if (runtime === undefined) return notConfigured;
  const outcome = await runtime.caller.call({
    ...options,
    operation: "start",
    idempotencyKey: request.sessionId,
    isRepeatable: runtime.manifest.policies.start === "repeatable",
    work: (call) => runtime.connection.sessions.start(request, call),
  });
  return outcome.kind === "ok"
    ? { kind: "started", started: outcome.value, mayHaveDuplicate: outcome.mayHaveDuplicate }
    : outcome;
}

async function relaunch(
  runtime: ConnectionRuntime | undefined,
  { session, deadlineAt, flow }: { session: Session; deadlineAt: number; flow: unknown },
): Promise<CallOutcome<Relaunched> | undefined> {
  const { reference, id: sessionId, applicantId } = session;
  const ask = runtime?.connection.sessions.relaunch?.bind(runtime.connection.sessions);
  if (runtime === undefined || ask === undefined || reference === null || applicantId === null)
    return undefined;
  return runtime.caller.call({
    operation: "relaunch",
    tenantId: session.tenantId,
    deadlineAt,
    idempotencyKey: sessionId,
    isRepeatable: true,
    work: (call) => ask(reference, { sessionId, flow, applicant: { id: applicantId } }, call),
  });
}

async function read(
  runtime: ConnectionRuntime | undefined,
  { session, deadlineAt, flow }: { session: Session; deadlineAt: number; flow: unknown },
): Promise<CallOutcome<Report> | typeof notConfigured> {
  const { reference } = session;
  if (runtime === undefined || reference === null) return notConfigured;
  return runtime.caller.call({
    operation: "read",
    tenantId: session.tenantId,
    deadlineAt,
    idempotencyKey: session.id,
    isRepeatable: true,
    work: (call) => runtime.connection.sessions.read(reference, call, flow),
  });
}

const notConfigured = { kind: "failed", failure: { code: "settings_invalid", requestSent: false } } as const;

/** What an adapter promises of a member; another one would let a provider make series. */
const memberForm = /^[A-Za-z][\w.[\]]{0,39}$/;
/** Each connection has at most sixty series. */
const mostMembers = 2;

/** Counts the words that a connection's adapter has no counterpart for. Words themselves may be personal: never a label. */
export function createUnmappedWordCounter({
  unmappedWords,
}: Pick<Metrics, "unmappedWords">): (connection: string, report: Report) => void {
  const membersOf = new Map<string, Set<string>>();
  return (connection, report) => {
    const members = membersOf.get(connection) ?? new Set();
    membersOf.set(connection, members);
    for (const { member } of report.unmappedWords ?? []) {
      const isKnown = members.has(member) || (memberForm.test(member) && members.size < mostMembers);
      if (isKnown) members.add(member);
      unmappedWords.inc({ connection, member: isKnown ? member : "other" });
    }
  };
}
