import type { Call, Connection, Host, HostRequestInit } from "@kyc-gateway/adapter-spec/v1";
import { conformanceNowMs } from "../subject/samples.ts";
import type { SampleAnswer, Samples } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { isBodyless, writeAnswer } from "./answer-bytes.ts";
import { createBody, giveOut, giveOutAfterBlanks } from "./body.ts";
import type { BodySource } from "./body.ts";
import type { Fault, FaultTarget } from "./fault.ts";
import { HostError } from "./host-error.ts";
import { findRoute } from "./route-matcher.ts";

/** A request as it reached the host. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Absent where the samples have no such route. */
  readonly routeName: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was sent as the body; absent where there is none. */
  readonly sent: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly maxResponseBytes: number | undefined;
  /** The answer's body; absent while there is none. */
  body?: BodySource;
}

export interface LoggedEvent {
  readonly event: string;
  readonly fields: unknown;
}

/** A host with a scripted provider behind it, and all that was seen of the adapter. */
export interface Stage {
  readonly host: Host;
  readonly requests: readonly SeenRequest[];
  readonly logged: readonly LoggedEvent[];
  /** Calls back for every request, before it is answered. */
  onRequest?: () => void;
}

export interface StageOptions {
  /** Answers in the place of the routes' own, by name. */
  readonly answers?: Readonly<Record<string, SampleAnswer>>;
  readonly fault?: Fault;
  /** Which requests the fault strikes. Default: all. */
  readonly strikes?: FaultTarget;
  readonly nowMs?: number;
  /** Members laid over every JSON answer that is an object. */
  readonly extraMembers?: Readonly<Record<string, unknown>>;
}

/** Bytes of white space of a huge body: above any limit that is sensible for JSON. */
export const hugeBodyBytes = 67_108_864;
/** The same for media. */
export const hugeMediaBytes = 2_147_483_648;
const defaultMaxResponseBytes = 1_048_576;
const chunkBytes = 65_536;

export function createStage(samples: Samples, options: StageOptions = {}): Stage {
  const requests: SeenRequest[] = [];
  const logged: LoggedEvent[] = [];
  const log = (event: string, fields: unknown = {}) => void logged.push({ event, fields });
  const stage: Stage = {
    requests,
    logged,
    host: {
      log: { info: log, warn: log },
      now: () => options.nowMs ?? conformanceNowMs,
      fetch: async (url, init = {}) => {
        const request = recordRequest(samples, new URL(url), init);
        requests.push(request);
        stage.onRequest?.();
        return answerRequest(request, samples, options);
      },
    },
  };
  return stage;
}

function recordRequest(samples: Samples, url: URL, init: HostRequestInit): SeenRequest {
  const method = (init.method ?? "GET").toUpperCase();
  return {
    method,
    url: url.href,
    routeName: findRoute(samples.routes, method, url),
    headers: Object.fromEntries(new Headers(init.headers)),
    sent: init.body === undefined ? undefined : Buffer.from(init.body).toString("latin1"),
    signal: init.signal ?? undefined,
    maxResponseBytes: init.maxResponseBytes,
  };
}

async function answerRequest(
  request: SeenRequest,
  samples: Samples,
  options: StageOptions,
): Promise<Response> {
  if (request.signal?.aborted === true) throw new HostError("timeout", "the call was given up");
  const { fault, strikes = () => true, answers = {}, extraMembers } = options;
  const route = request.routeName === undefined ? undefined : samples.routes[request.routeName];
  const own = request.routeName === undefined ? undefined : answers[request.routeName];
  const answer: SampleAnswer = own ?? route?.answer ?? { status: 404, json: { error: "no such route" } };
  const extended = extraMembers === undefined ? answer : extendAnswer(answer, extraMembers);
  return respond(request, extended, fault !== undefined && strikes(request.routeName) ? fault : undefined);
}

function extendAnswer(answer: SampleAnswer, members: Readonly<Record<string, unknown>>): SampleAnswer {
  const { json } = answer;
  if (typeof json !== "object" || json === null || Array.isArray(json)) return answer;
  return { ...answer, json: { ...members, ...json } };
}

async function respond(
  request: SeenRequest,
  answer: SampleAnswer,
  fault: Fault | undefined,
): Promise<Response> {
  if (fault?.kind === "timeout") throw new HostError("timeout", "the provider did not answer in time");
  if (fault?.kind === "unreachable") {
    throw new HostError("unavailable", "the provider cannot be reached", { requestSent: false });
  }
  if (fault?.kind === "hang" && fault.at === "headers") return waitForAbort(request.signal);
  const written = fault?.kind === "answer" ? writeAnswer(fault) : writeAnswer(answer);
  const limits = { maxBytes: request.maxResponseBytes ?? defaultMaxResponseBytes, signal: request.signal };
  const next = chooseChunks(written.bytes, fault, answer.media !== undefined);
  const headers = new Headers(written.headers);
  // A length would tell that the body is spoilt before it is read.
  if (fault !== undefined && fault.kind !== "answer") headers.delete("content-length");
  if (isBodyless(written.status)) return new Response(null, { status: written.status, headers });
  request.body = createBody(next, limits);
  return new Response(request.body.stream, { status: written.status, headers });
}

function chooseChunks(bytes: Uint8Array, fault: Fault | undefined, isMedia: boolean) {
  const half = bytes.subarray(0, Math.floor(bytes.byteLength / 2));
  switch (fault?.kind) {
    case "broken_body":
      return giveOut(half, chunkBytes, "broken");
    case "truncated_body":
      return giveOut(half, chunkBytes);
    case "hang":
      return giveOut(half, chunkBytes, "hang");
    case "huge_body":
      return giveOutAfterBlanks(isMedia ? hugeMediaBytes : hugeBodyBytes, bytes);
    case "answer":
    case "timeout":
    case "unreachable":
    case undefined:
      return giveOut(bytes, chunkBytes);
  }
}

function waitForAbort(signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new HostError("timeout", "the call was given up")), {
      once: true,
    });
  });
}

/** Connects the subject to a stage, with the sample settings or a change of them. */
export function connectTo(
  { adapter, samples }: PreparedSubject,
  stage: Stage,
  settings: unknown = samples.settings,
): Connection {
  return adapter.connect(structuredClone(settings), stage.host);
}

/** A call as the gateway makes it. */
export function createCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, idempotencyKey: "0190b7a0-0000-7000-8000-0000000c0f0e" };
}
