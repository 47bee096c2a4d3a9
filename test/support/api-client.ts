import type { Problem, Session, Timeline } from "@kyc-gateway/http-api";
import { Agent, request as send } from "undici";

/** An answer of the gateway, read to its end. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: Body;
}

export interface ApiRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
}

/** Speaks to a gateway as a product does: real HTTP, sockets of its own. */
export interface ApiClient {
  request<Body = unknown>(method: string, path: string, request?: ApiRequest): Promise<ApiAnswer<Body>>;
  get<Body = unknown>(path: string): Promise<ApiAnswer<Body>>;
  createSession(body?: object, idempotencyKey?: string): Promise<ApiAnswer<Session>>;
  /** The session as it stands. Throws when it cannot be read. */
  readSession(id: string): Promise<Session>;
  readTimeline(id: string): Promise<Timeline>;
  close(): Promise<void>;
}

export function createApiClient(url: string, key?: string): ApiClient {
  const agent = new Agent({ connections: 64 });
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const client: ApiClient = {
    async request(method, path, { headers = {}, body } = {}) {
      const content = encode(body);
      const answer = await send(`${url}${path}`, {
        method: method as "GET",
        dispatcher: agent,
        headers: { ...authorization, ...content.headers, ...headers },
        ...(content.body === undefined ? {} : { body: content.body }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: answer.headers, text, body: parse(text) as never };
    },
    get: (path) => client.request("GET", path),
    createSession: (body = {}, idempotencyKey = crypto.randomUUID()) =>
      client.request("POST", "/v1/sessions", {
        headers: { "idempotency-key": idempotencyKey },
        body: { flow: "standard", applicant: { id: "user-1" }, ...body },
      }),
    readSession: async (id) => readOk(await client.get<Session>(`/v1/sessions/${id}`)),
    readTimeline: async (id) => readOk(await client.get<Timeline>(`/v1/sessions/${id}/timeline`)),
    close: () => agent.destroy(),
  };
  return client;
}

/** The problem of an answer that is one. Throws when it is none. */
export function readProblem({ headers, body, text, status }: ApiAnswer): Problem {
  if (String(headers["content-type"]).split(";")[0] !== "application/problem+json")
    throw new Error(`Answer ${status} is no problem+json: ${text.slice(0, 200)}`);
  return body as Problem;
}

function readOk<Body>({ status, body, text }: ApiAnswer<Body>): Body {
  if (status !== 200) throw new Error(`The gateway answered ${status}: ${text.slice(0, 200)}`);
  return body;
}

function encode(body: unknown): { headers: Record<string, string>; body: string | Uint8Array | undefined } {
  if (body === undefined) return { headers: {}, body: undefined };
  const headers = { "content-type": "application/json" };
  if (typeof body === "string" || body instanceof Uint8Array) return { headers, body };
  return { headers, body: JSON.stringify(body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
