import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/api.ts";
import type { Fetch } from "./send-once.ts";
import { sendWithRetries, type RetryPolicy } from "./send-with-retries.ts";

/** What a client is made with. */
export interface KycClientOptions {
  /** Where the gateway is, such as `https://kyc.example`. A path is kept. */
  readonly baseUrl: string;
  /** An API key of your tenant. Leave it out in a browser, and let your own server add it. */
  readonly apiKey?: string;
  /** Default: 4 attempts, at most 30 s between two. */
  readonly retry?: Partial<RetryPolicy>;
  /** How long one attempt may take. Default: 60 s, as creating a session may need a slow provider. */
  readonly timeoutMs?: number;
  /** Default: the platform's own. */
  readonly fetch?: Fetch;
}

/** The API in the types of its OpenAPI document; whatever is no success is thrown. */
export interface Api {
  readonly json: Client<paths>;
  /** Of answers that are read as they come. */
  readonly streams: Client<paths>;
  /** The same without repetitions, for those who repeat in another way. */
  readonly oneStream: Client<paths>;
}

const defaultRetry: RetryPolicy = { attempts: 4, maxDelayMs: 30_000 };
const defaultTimeoutMs = 60_000;

export function createApi(options: KycClientOptions): Api {
  const { baseUrl, apiKey, timeoutMs = defaultTimeoutMs } = options;
  const fetch = options.fetch ?? ((request, init) => globalThis.fetch(request, init));
  const policy = { ...defaultRetry, ...options.retry };
  const headers = { accept: "application/json", ...(apiKey && { authorization: `Bearer ${apiKey}` }) };
  const create = (isStream: boolean, retry: RetryPolicy) =>
    createFetchClient<paths>({
      baseUrl,
      headers,
      // The gateway redirects nobody: whoever does is somebody else.
      redirect: "error",
      fetch: (request) => sendWithRetries({ fetch, timeoutMs, isStream }, retry, request),
    });
  return {
    json: create(false, policy),
    streams: create(true, policy),
    oneStream: create(true, { ...policy, attempts: 1 }),
  };
}

/** The body of an answer, which is a success, or was thrown. */
export async function take<Body>(answer: Promise<{ readonly data?: Body }>): Promise<Body> {
  return (await answer).data as Body;
}
