import { Agent as HttpAgent, request as requestHttp } from "node:http";
import type { ClientRequest } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { CallbackAttempt } from "../ledger/snapshot.ts";
import type { Written } from "./outgoing.ts";

export interface Posted {
  readonly answer: number | null;
  readonly failure?: NonNullable<CallbackAttempt["failure"]>;
}

export interface PostLimits {
  readonly timeoutMs: number;
  readonly closing: AbortSignal;
}

/** Keeps connections open between callbacks; `fetch` would cost most of what a simulator has to spend on one. */
export class CallbackPoster {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });

  /** POSTs and reads the answer to its end. Rejects only for a URL that is none. */
  async post(url: string, written: Written, limits: PostLimits): Promise<Posted> {
    const first = await this.#send(url, written, limits);
    // The endpoint had closed an idle connection; nothing was delivered.
    return first === "stale" ? orFailure(await this.#send(url, written, limits)) : first;
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #send(url: string, written: Written, limits: PostLimits): Promise<Posted | "stale"> {
    return new Promise((resolve) => {
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(written.body),
        ...written.headers,
      };
      const options = { method: "POST", headers, signal: limits.closing };
      const request = url.startsWith("https:")
        ? requestHttps(url, { ...options, agent: this.#https })
        : requestHttp(url, { ...options, agent: this.#http });
      const state: SendState = { isLate: false, hasAnswer: false };
      const timer = setTimeout(() => {
        state.isLate = true;
        request.destroy(new Error("no answer in time"));
      }, limits.timeoutMs);
      const settle = (outcome: Posted | "stale"): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      listen(request, state, (error) =>
        settle(typeof error === "number" ? { answer: error } : explain(error, { request, state, limits })),
      );
      request.end(written.body);
    });
  }
}

interface SendState {
  isLate: boolean;
  hasAnswer: boolean;
}

function listen(request: ClientRequest, state: SendState, finish: (outcome: number | Error) => void): void {
  request.on("error", finish);
  request.on("response", (response) => {
    state.hasAnswer = true;
    response.on("error", finish);
    response.on("end", () => finish(response.statusCode ?? 0));
    response.resume();
  });
}

function explain(
  error: Error,
  circumstances: { request: ClientRequest; state: SendState; limits: PostLimits },
): Posted | "stale" {
  const { request, state, limits } = circumstances;
  if (limits.closing.aborted) return { answer: null, failure: "closed" };
  if (state.isLate) return { answer: null, failure: "timeout" };
  const isReset = "code" in error && error.code === "ECONNRESET";
  return isReset && request.reusedSocket && !state.hasAnswer
    ? "stale"
    : { answer: null, failure: "connection" };
}

function orFailure(outcome: Posted | "stale"): Posted {
  return outcome === "stale" ? { answer: null, failure: "connection" } : outcome;
}
