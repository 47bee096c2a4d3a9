import type { Capabilities } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Flow } from "../routing/flow.ts";
import type { Session } from "../session/session.ts";
import type { StartFailure } from "./start-failure.ts";
import type {
  IntentResult,
  StartAttempt,
  StartCommand,
  StartOutcome,
  StartPorts,
  StartStore,
} from "./start-ports.ts";
import { startSession, type StartResult } from "./start-session.ts";

export const now = Date.parse("2026-01-01T12:00:00Z");

export const intended: Session = {
  id: "session",
  tenantId: "tenant",
  flow: "standard",
  applicantId: "user",
  applicantKeyId: null,
  requiredChecks: [],
  status: "NOT_STARTED",
  origin: "gateway",
  reasons: [],
  attempt: 1,
  seq: 0,
  connectionId: null,
  reference: null,
  launch: null,
  notices: [],
  metadata: {},
  erasure: "none",
  createdAt: new Date(now),
  updatedAt: new Date(now),
  decidedAt: null,
  reported: null,
  reopenedAt: null,
  lapsesAt: null,
};

const capabilities: Capabilities = {
  facets: [],
  checks: ["document"],
  launches: ["url"],
  webhookSchemes: [],
  erasesSessions: false,
  relaunches: false,
};

interface World {
  /** What each connection's provider does with a start. */
  readonly attempts: Readonly<Record<string, StartAttempt>>;
  readonly intent?: IntentResult;
  readonly replay?: IntentResult;
  /** The connections where a second start does no harm; true: all that the flow names. */
  readonly repeatable?: boolean | readonly string[];
  readonly failing?: string;
  readonly outcome?: "lost" | "taken";
  /** The applicant's earlier session at a connection whose adapter asks for it. */
  readonly previous?: Readonly<Record<string, string>>;
  readonly issuesOf?: string;
  readonly hasFlow?: boolean;
}

/** What happened, in order. */
interface Seen {
  readonly calls: string[];
  readonly deadlines: number[];
  readonly outcomes: StartOutcome[];
  readonly failures: Parameters<StartStore["saveFailure"]>[1][];
}

interface Settled {
  readonly result: StartResult | undefined;
  readonly failure: StartFailure | undefined;
}

function createFlow({ attempts }: World): Flow {
  return {
    name: "standard",
    requiredChecks: [],
    targets: Object.keys(attempts).map((name) => ({
      connectionId: name,
      connectionName: name,
      flowSettings: {},
    })),
  };
}

/** One flow over the connections that the world names, in order; everything that happens is noted. */
function createWorld(world: World): Seen & { readonly ports: StartPorts } {
  const calls: string[] = [];
  const deadlines: number[] = [];
  const outcomes: StartOutcome[] = [];
  const failures: Parameters<StartStore["saveFailure"]>[1][] = [];
  const flow = createFlow(world);
  const ports: StartPorts = {
    now: () => now,
    newId: () => "session",
    flows: {
      listFlowNames: () => (world.hasFlow === false ? ["other", "basic"] : ["standard"]),
      findFlow: () => (world.hasFlow === false ? undefined : flow),
      findRules: () => [],
      findAppSchemes: () => ["com.shop.app"],
    },
    providers: {
      capabilitiesOf: () => capabilities,
      isAccepting: () => true,
      isFailing: (id) => id === world.failing,
      isStartRepeatable: (id) =>
        typeof world.repeatable === "object"
          ? world.repeatable.includes(id)
          : world.repeatable === true && id in world.attempts,
      wantsPrevious: (id) => world.previous?.[id] !== undefined,
      sessionLifetimeMs: () => 60_000,
      checkStart: (id) =>
        id === world.issuesOf
          ? [{ pointer: "/language", code: "unsupported", message: "is not spoken" }]
          : [],
      async start(id, { previous }, deadlineAt) {
        calls.push(previous === undefined ? id : `${id} after ${previous.id}`);
        deadlines.push(deadlineAt - now);
        return world.attempts[id] ?? fail("unavailable");
      },
    },
    store: {
      saveIntent: async () => world.intent ?? { kind: "fresh", session: intended },
      findReplay: async () => world.replay,
      async saveOutcome(session, outcome) {
        outcomes.push(outcome);
        if (world.outcome === "taken") return "reference_taken";
        return world.outcome === "lost" ? undefined : { ...session, status: "SESSION_CREATED", seq: 1 };
      },
      async saveFailure(_session, failure) {
        failures.push(failure);
      },
      async noteAttempt(_session, connectionId, abandonedAt) {
        calls.push(`note ${connectionId}${abandonedAt === undefined ? "" : `, ${abandonedAt} abandoned`}`);
      },
      findParent: async () => undefined,
      findPrevious: async (_session, id) => ({ id: world.previous?.[id] ?? "" }),
    },
  };
  return { ports, calls, deadlines, outcomes, failures };
}

const command: StartCommand = {
  tenantId: "tenant",
  idempotencyKey: "key",
  requestFingerprint: "print",
  metadata: {},
  request: { applicant: { id: "user" } },
  flowName: "standard",
  deadlineAt: now + 10_000,
};

export const ok: Extract<StartAttempt, { kind: "started" }> = {
  kind: "started",
  started: { reference: { id: "r" }, launch: { url: "https://x" } },
  mayHaveDuplicate: false,
};

export function fail(code: ProviderFailure["code"], more: Partial<ProviderFailure> = {}): StartAttempt {
  return { kind: "failed", failure: { code, ...more } };
}

export function resume(connectionId: string | null): IntentResult {
  return { kind: "resumed", session: intended, unknownAt: { connectionId } };
}

export async function start(
  world: World,
  change: Partial<StartCommand> = {},
): Promise<ReturnType<typeof createWorld> & Settled> {
  const parts = createWorld(world);
  const settled = await startSession(parts.ports, { ...command, ...change }).then(
    (result) => ({ result, failure: undefined }),
    (failure: StartFailure) => ({ result: undefined, failure }),
  );
  return { ...parts, ...settled };
}
