import type { Capabilities } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import type { ProviderFailure } from "../provider/provider-failure.ts";
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
import { startSession } from "./start-session.ts";

const now = Date.parse("2026-01-01T12:00:00Z");

const intended: Session = {
  id: "session",
  tenantId: "tenant",
  flow: "standard",
  applicantId: "user",
  applicantKeyId: null,
  status: "NOT_STARTED",
  reasons: [],
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
  lapsesAt: null,
};

const capabilities: Capabilities = {
  facets: [],
  checks: ["document"],
  launches: ["url"],
  webhookSchemes: [],
  erasesSessions: false,
};

interface World {
  /** What each connection's provider does with a start. */
  readonly attempts: Readonly<Record<string, StartAttempt>>;
  readonly intent?: IntentResult;
  readonly replay?: IntentResult;
  /** The connections where a second start does no harm; true: all that the flow names. */
  readonly repeatable?: boolean | readonly string[];
  readonly failing?: string;
  readonly outcome?: "lost";
  readonly mistakesOf?: string;
  readonly hasFlow?: boolean;
}

/** One flow over the connections that the world names, in order; everything that happens is noted. */
function createWorld(world: World) {
  const calls: string[] = [];
  const deadlines: number[] = [];
  const outcomes: StartOutcome[] = [];
  const failures: Parameters<StartStore["saveFailure"]>[1][] = [];
  const flow = {
    name: "standard",
    requiredChecks: [],
    targets: Object.keys(world.attempts).map((name) => ({
      connectionId: name,
      connectionName: name,
      flowSettings: {},
    })),
  };
  const ports: StartPorts = {
    now: () => now,
    newId: () => "session",
    flows: {
      findFlow: () => (world.hasFlow === false ? undefined : flow),
      findRules: () => [],
    },
    providers: {
      capabilitiesOf: () => capabilities,
      isAccepting: () => true,
      isFailing: (id) => id === world.failing,
      isStartRepeatable: (id) =>
        typeof world.repeatable === "object"
          ? world.repeatable.includes(id)
          : world.repeatable === true && id in world.attempts,
      sessionLifetimeMs: () => 60_000,
      checkStart: (id) =>
        id === world.mistakesOf
          ? [{ pointer: "/language", code: "unsupported", message: "is not spoken" }]
          : [],
      async start(id, _request, deadlineAt) {
        calls.push(id);
        deadlines.push(deadlineAt - now);
        return world.attempts[id] ?? fail("unavailable");
      },
    },
    store: {
      saveIntent: async () => world.intent ?? { kind: "fresh", session: intended },
      findReplay: async () => world.replay,
      async saveOutcome(session, outcome) {
        outcomes.push(outcome);
        return world.outcome === "lost" ? undefined : { ...session, status: "SESSION_CREATED", seq: 1 };
      },
      async saveFailure(_session, failure) {
        failures.push(failure);
      },
      async noteAttempt(_session, connectionId) {
        calls.push(`note ${connectionId}`);
      },
      findParent: async () => undefined,
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

const ok: StartAttempt = {
  kind: "started",
  started: { reference: { id: "r" }, launch: { url: "https://x" } },
};

function fail(code: ProviderFailure["code"], more: Partial<ProviderFailure> = {}): StartAttempt {
  return { kind: "failed", failure: { code, ...more } };
}

function resume(connectionId: string | null): IntentResult {
  return { kind: "resumed", session: intended, unknownAt: { connectionId } };
}

async function start(world: World, change: Partial<StartCommand> = {}) {
  const parts = createWorld(world);
  const settled = await startSession(parts.ports, { ...command, ...change }).then(
    (result) => ({ result, failure: undefined }),
    (failure: StartFailure) => ({ result: undefined, failure }),
  );
  return { ...parts, ...settled };
}

describe("a start", () => {
  it("stores what the provider made, with the time when it lapses", async () => {
    const { result, outcomes } = await start({ attempts: { first: ok } });
    expect(result).toMatchObject({ isReplay: false, session: { status: "SESSION_CREATED" } });
    expect(outcomes).toMatchObject([
      {
        connectionId: "first",
        lapsesAt: new Date(now + 60_000),
        transition: { seq: 1, eventType: "session.created" },
      },
    ]);
  });

  it("takes the provider's own word for when it lapses", async () => {
    const lapsesAt = "2026-01-02T00:00:00.000Z";
    const { outcomes } = await start({
      attempts: { first: { kind: "started", started: { ...ok.started, lapsesAt } } },
    });
    expect(outcomes[0]?.lapsesAt).toEqual(new Date(lapsesAt));
  });

  it.each(["request_rejected", "rate_limited", "credentials_rejected", "circuit_open"] as const)(
    "goes on to the next connection after %s: nothing was created",
    async (code) => {
      const { calls, result, outcomes } = await start({ attempts: { first: fail(code), second: ok } });
      expect(result?.session.status).toBe("SESSION_CREATED");
      expect(calls).toEqual(["first", "note second", "second"]);
      expect(outcomes[0]?.trace.map(({ step }) => step)).toEqual(["routed", "failed", "chosen"]);
    },
  );

  it("goes on when not a byte was sent", async () => {
    const { calls } = await start({
      attempts: { first: fail("unavailable", { requestSent: false }), second: ok },
    });
    expect(calls).toEqual(["first", "note second", "second"]);
  });

  it.each(["timeout", "unavailable", "response_unrecognised"] as const)(
    "goes on to nobody after %s where a second start does harm: the outcome is unknown",
    async (code) => {
      const { calls, failure, failures } = await start({ attempts: { first: fail(code), second: ok } });
      expect(calls).toEqual(["first"]);
      expect(failure?.code).toBe("provider_outcome_unknown");
      expect(failures).toMatchObject([{ isOutcomeUnknown: true }]);
    },
  );

  it.each(["timeout", "unavailable", "response_unrecognised"] as const)(
    "goes on after %s where a second start does no harm, and tells the trace",
    async (code) => {
      const attempts = { first: fail(code), second: ok };
      const { calls, outcomes } = await start({ attempts, repeatable: ["first"] });
      expect(calls).toEqual(["first", "note second", "second"]);
      expect(outcomes[0]?.trace.map(({ connection, step, why }) => [connection, step, why])).toEqual([
        ["first", "routed", undefined],
        ["first", "failed", code],
        ["second", "chosen", undefined],
      ]);
    },
  );

  it("leaves half of the time to those behind it, so that a provider that hangs costs its caller no answer", async () => {
    const attempts = { first: fail("timeout"), second: fail("timeout"), third: ok };
    const { deadlines } = await start({ attempts, repeatable: true });
    expect(deadlines).toEqual([5000, 5000, 10_000]);
  });

  it("has all the time where nobody is behind it, or nobody can be asked after it", async () => {
    expect((await start({ attempts: { first: ok }, repeatable: true })).deadlines).toEqual([10_000]);
    expect((await start({ attempts: { first: ok, second: ok } })).deadlines).toEqual([10_000]);
  });

  it("that nobody answers stays bound to the last whose outcome is unknown", async () => {
    const attempts = { first: fail("timeout"), second: fail("unavailable", { requestSent: false }) };
    const { calls, failure, failures } = await start({ attempts, repeatable: ["first"] });
    expect(calls).toEqual(["first", "note second", "second", "note first"]);
    expect(failure?.code).toBe("provider_outcome_unknown");
    expect(failures).toMatchObject([{ isOutcomeUnknown: true }]);
  });

  it.each([
    ["request_rejected", "provider_refused"],
    ["unsupported", "provider_refused"],
    ["credentials_rejected", "provider_misconfigured"],
    ["settings_invalid", "provider_misconfigured"],
    ["rate_limited", "provider_unavailable"],
    ["circuit_open", "provider_unavailable"],
  ] as const)("says %s as %s, and gives the key back", async (code, said) => {
    const { failure, failures } = await start({ attempts: { first: fail(code, { retryAfterMs: 5000 }) } });
    expect(failure).toMatchObject({ code: said, retryAfterMs: 5000 });
    expect(failures).toMatchObject([{ isOutcomeUnknown: false }]);
  });

  it("says so when somebody closed the session meanwhile", async () => {
    const { failure } = await start({ attempts: { first: ok }, outcome: "lost" });
    expect(failure?.code).toBe("session_not_startable");
  });
});

describe("a request", () => {
  it("that no connection takes is refused with every mistake, before anything is stored or sent", async () => {
    const { failure, calls } = await start({ attempts: { first: ok }, mistakesOf: "first" });
    expect(failure).toMatchObject({ code: "invalid_request", mistakes: [{ pointer: "/language" }] });
    expect(calls).toEqual([]);
  });

  it("that one connection takes goes there", async () => {
    const { calls } = await start({ attempts: { first: ok, second: ok }, mistakesOf: "first" });
    expect(calls).toEqual(["second"]);
  });

  it("for a flow that is not there, or with a parent that is not there, is refused", async () => {
    expect((await start({ attempts: {}, hasFlow: false })).failure?.code).toBe("unknown_flow");
    const orphan = await start({ attempts: { first: ok } }, { parentSessionId: "nobody" });
    expect(orphan.failure).toMatchObject({
      code: "parent_not_found",
      mistakes: [{ pointer: "/parentSessionId" }],
    });
  });
});

describe("a key", () => {
  it("that has its session gives it, and calls nobody", async () => {
    const { result, calls } = await start({
      attempts: { first: ok },
      intent: { kind: "replayed", session: intended },
    });
    expect(result?.isReplay).toBe(true);
    expect(calls).toEqual([]);
  });

  it("that has its session gives it although the flow is gone", async () => {
    const replay = { kind: "replayed", session: intended } as const;
    expect((await start({ attempts: {}, hasFlow: false, replay })).result?.isReplay).toBe(true);
  });

  it("with another body stays refused although the flow is gone", async () => {
    expect((await start({ attempts: {}, hasFlow: false, replay: { kind: "reused" } })).failure?.code).toBe(
      "unknown_flow",
    );
  });

  it.each([
    ["busy", "idempotency_key_in_use"],
    ["reused", "idempotency_key_reused"],
    ["closed", "session_not_startable"],
  ] as const)("that is %s is told as %s, and nobody is called", async (kind, code) => {
    const { failure, calls } = await start({ attempts: { first: ok }, intent: { kind } });
    expect(failure?.code).toBe(code);
    expect(calls).toEqual([]);
  });

  it("that is taken up again starts under the session's own id", async () => {
    const session = { ...intended, id: "earlier" };
    const intent = { kind: "resumed", session, unknownAt: undefined } as const;
    expect((await start({ attempts: { first: ok }, intent })).result?.session.id).toBe("earlier");
  });

  it("whose outcome is unknown starts nothing again where that does harm", async () => {
    const careful = await start({ attempts: { first: ok }, intent: resume("first") });
    expect(careful.failure).toMatchObject({ code: "provider_outcome_unknown", retryAfterMs: 60_000 });
    expect(careful.calls).toEqual([]);
  });

  it("whose outcome is unknown goes wherever the route leads now, where a second start does no harm", async () => {
    const world = { attempts: { first: ok, second: ok }, repeatable: true, failing: "first" };
    expect((await start(world)).calls).toEqual(["second"]);
    expect((await start({ ...world, intent: resume("first") })).calls).toEqual(["note second", "second"]);
    expect((await start({ ...world, intent: resume("second") })).calls).toEqual(["second"]);
  });

  it("whose outcome is unknown stays so, and stays bound to the same provider, when nobody takes it", async () => {
    const attempts = { first: fail("rate_limited"), second: fail("request_rejected") };
    const again = await start({ attempts, repeatable: true, intent: resume("first") });
    expect(again.calls).toEqual(["first", "note second", "second", "note first"]);
    expect(again.failure?.code).toBe("provider_outcome_unknown");
    expect(again.failures).toMatchObject([{ isOutcomeUnknown: true }]);
  });

  it.each([null, "gone"])("whose outcome is unknown at %s starts nothing anywhere", async (connectionId) => {
    const again = await start({ attempts: { first: ok }, repeatable: true, intent: resume(connectionId) });
    expect(again.failure?.code).toBe("provider_outcome_unknown");
    expect(again.calls).toEqual([]);
  });
});
