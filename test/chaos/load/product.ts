import { Agent, request } from "undici";

/** One answer, as a product saw it. */
export interface Answer {
  readonly status: number;
  /** Milliseconds since it was to be sent. */
  readonly tookMs: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

interface SessionRequest {
  readonly key?: string;
  readonly applicant?: string;
  /** Default: `standard`. */
  readonly flow?: string;
  readonly dueAt?: number;
}

/** A product that uses the gateway. */
export interface Product {
  createSession(wanted?: SessionRequest): Promise<Answer>;
  /** Where an applicant would go, and the canary's share in it. */
  preview(applicant: string): Promise<{ connection: string | null; percent: number | undefined }>;
  get(path: string, dueAt?: number): Promise<Answer>;
  close(): Promise<void>;
}

export function createProduct(url: string, apiKey: string): Product {
  const agent = new Agent({ connections: 512, keepAliveTimeout: 30_000 });
  const send = async (wanted: {
    method: "GET" | "POST";
    path: string;
    headers?: Record<string, string>;
    body?: string;
    dueAt: number;
  }): Promise<Answer> => {
    const { method, path, headers = {}, body, dueAt } = wanted;
    try {
      const answer = await request(`${url}${path}`, {
        method,
        dispatcher: agent,
        headers: { authorization: `Bearer ${apiKey}`, ...headers },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.body.text();
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: readObject(text),
        tookMs: performance.now() - dueAt,
      };
    } catch {
      // The line broke: the gateway is gone.
      return { status: 0, headers: {}, body: {}, tookMs: performance.now() - dueAt };
    }
  };
  return {
    createSession(wanted = {}) {
      const {
        key = crypto.randomUUID(),
        applicant = key,
        flow = "standard",
        dueAt = performance.now(),
      } = wanted;
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const body = JSON.stringify({ flow, applicant: { id: applicant } });
      return send({ method: "POST", path: "/v1/sessions", headers, body, dueAt });
    },
    async preview(applicant) {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ flow: "standard", applicant: { id: applicant } });
      const path = "/v1/routing/preview";
      const answer = await send({ method: "POST", path, headers, body, dueAt: performance.now() });
      if (answer.status !== 200) throw new Error(`The preview was answered with ${answer.status}.`);
      const { connection, route } = answer.body as {
        connection: string | null;
        route: { canary?: { percent: number } };
      };
      return { connection, percent: route.canary?.percent };
    },
    get: (path, dueAt = performance.now()) => send({ method: "GET", path, dueAt }),
    close: () => agent.destroy(),
  };
}

function readObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
