import { setTimeout as delay } from "node:timers/promises";
import { request, type Agent } from "undici";
import type { ExampleProxy } from "../../support/example-proxy.ts";

export interface SteadyLoad {
  readonly sent: number;
  readonly failed: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  /** Rejects when the load itself breaks, not when a request fails. */
  readonly broken: Promise<never>;
  /** Resolves when the last answer is there. */
  stop(): Promise<void>;
}

interface LoadOptions {
  readonly proxy: ExampleProxy;
  readonly apiKey: string;
  readonly perSecond: number;
  readonly findReference: (sessionId: string) => Promise<string | undefined>;
}

interface Session {
  readonly id: string;
  readonly reference: string;
}

/** Sessions are started, read and told of by webhooks, and the feed is read: at its pace, whatever comes back, and never twice. */
export function startSteadyLoad({ proxy, apiKey, perSecond, findReference }: LoadOptions): SteadyLoad {
  const agent = proxy.connect();
  const failed = new Map<string, number>();
  const state = { sent: 0, slowestMs: 0, isOver: false };
  const answers: Promise<void>[] = [];
  let known: Session | undefined;
  const send = createSender({ agent, url: proxy.url, apiKey });
  const run = async (number: number): Promise<void> => {
    const startedAt = performance.now();
    const { outcome, sessionId } = await send(number, known);
    state.slowestMs = Math.max(state.slowestMs, performance.now() - startedAt);
    if (outcome !== "ok") failed.set(outcome, (failed.get(outcome) ?? 0) + 1);
    const reference = sessionId === undefined ? undefined : await findReference(sessionId);
    if (sessionId !== undefined && reference !== undefined) known = { id: sessionId, reference };
  };
  const pace = async (): Promise<void> => {
    const startedAt = performance.now();
    while (!state.isOver) {
      answers.push(run(state.sent));
      state.sent += 1;
      const waitMs = startedAt + (state.sent * 1000) / perSecond - performance.now();
      if (waitMs > 0) await delay(waitMs);
    }
  };
  const pacing = pace();
  const broken = pacing.then(() => new Promise<never>(() => undefined));
  broken.catch(() => undefined);
  return {
    failed,
    broken,
    get sent() {
      return state.sent;
    },
    get slowestMs() {
      return state.slowestMs;
    },
    async stop() {
      state.isOver = true;
      await pacing;
      await Promise.all(answers);
      await agent.destroy();
    },
  };
}

interface Outcome {
  readonly outcome: string;
  /** Of a session that was started. */
  readonly sessionId?: string | undefined;
}

function createSender({ agent, url, apiKey }: { agent: Agent; url: string; apiKey: string }) {
  return async (number: number, known: Session | undefined): Promise<Outcome> => {
    const { method, path, headers = {}, body } = describeRequest(number, known);
    try {
      const answer = await request(`${url}${path}`, {
        dispatcher: agent,
        method,
        headers: { authorization: `Bearer ${apiKey}`, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      const isStart = path === "/v1/sessions" && answer.statusCode === 201;
      return {
        outcome:
          answer.statusCode < 300
            ? "ok"
            : `${method} ${path.split("/")[1]} ${answer.statusCode} ${text.slice(0, 120)}`,
        sessionId: isStart ? (JSON.parse(text) as { id: string }).id : undefined,
      };
    } catch (error) {
      return {
        outcome: `${method} ${path.split("/")[1]}: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  };
}

interface Described {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const json = { "content-type": "application/json" };

/** One in four starts a session; until there is one, all do. */
function describeRequest(number: number, known: Session | undefined): Described {
  const kind = known === undefined ? 0 : number % 4;
  if (kind === 1) return { method: "GET", path: `/v1/sessions/${known?.id}` };
  if (kind === 2)
    return {
      method: "POST",
      path: "/webhooks/identomat/provider",
      headers: json,
      body: { callbackApiKey: "simulated-callback-api-key", type: "update", sessionId: known?.reference },
    };
  if (kind === 3) return { method: "GET", path: "/v1/sessions?limit=1" };
  return {
    method: "POST",
    path: "/v1/sessions",
    headers: { ...json, "idempotency-key": crypto.randomUUID() },
    body: { flow: "standard", applicant: { id: `applicant-${number}` } },
  };
}
