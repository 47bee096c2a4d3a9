import type { AttemptOutcome } from "@kyc-gateway/http-api";
import { request, type Dispatcher } from "undici";
import { AddressRefusedError } from "../../../platform/http/public-agent.ts";
import { currentTraceparent } from "../../../platform/observability/tracing.ts";
import { readRetryAfterMs } from "./retry-schedule.ts";

/** What became of one POST. */
export interface PostResult {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | undefined;
}

export interface EventPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: Date;
}

/** A receiver that works on an event should answer first and work then. */
const postLimitMs = 10_000;
/** Of an answer, only the head counts; so much of the body is read that the socket can be used again. */
const readBytes = 16_384;

/** Sends one event. Never throws: every failure has a word. Redirects are not followed. */
export async function postEvent(
  agent: Dispatcher,
  { url, headers, body, at }: EventPost,
): Promise<PostResult> {
  const begun = performance.now();
  const traceparent = currentTraceparent();
  const signal = AbortSignal.timeout(postLimitMs);
  const settle = (
    outcome: AttemptOutcome,
    httpStatus: number | null = null,
    retryAfterMs?: number,
  ): PostResult => ({
    startedAt: at,
    durationMs: Math.round(performance.now() - begun),
    outcome,
    httpStatus,
    retryAfterMs,
  });
  try {
    const answer = await request(url, {
      method: "POST",
      dispatcher: agent,
      signal,
      headers: {
        "content-type": "application/json",
        "user-agent": "kyc-gateway-events/1",
        ...(traceparent === undefined ? {} : { traceparent }),
        ...headers,
      },
      body,
    });
    const { statusCode } = answer;
    const result = settle(
      judgeStatus(statusCode),
      statusCode,
      readRetryAfter(answer.headers["retry-after"], at),
    );
    void answer.body.dump({ limit: readBytes, signal }).catch(() => undefined);
    return result;
  } catch (error) {
    return settle(signal.aborted ? "timed_out" : judgeError(error));
  }
}

function judgeStatus(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return "succeeded";
  if (status >= 300 && status < 400) return "redirected";
  if (status === 410) return "gone";
  return status === 429 || status === 503 ? "throttled" : "refused";
}

function judgeError(error: unknown): AttemptOutcome {
  if (error instanceof AddressRefusedError) return "address_refused";
  const code = readCode(error);
  if (code === "address_refused") return "address_refused";
  if (/TIMEOUT|TIMEDOUT/.test(code)) return "timed_out";
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code) ? "tls_failed" : "unreachable";
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : readCode(error.cause);
}

function readRetryAfter(header: string | string[] | undefined, at: Date): number | undefined {
  return readRetryAfterMs(typeof header === "string" ? header : undefined, at);
}
