import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { CreateSession } from "@kyc-gateway/http-api";
import type { FastifyInstance } from "fastify";
import { runInWorkScope } from "../../platform/database/sql/work-scope.ts";
import {
  createEarlyAnswers,
  traceOf,
  type EarlyAnswerParts,
  type EarlyAnswers,
  type Exchange,
} from "../../platform/http/early-answer.ts";
import { findStatementDeadline } from "../../platform/http/request-context.plugin.ts";
import type { ToProblemError } from "../../platform/http/problems.plugin.ts";
import { runInTrace, type TraceContext } from "../../platform/observability/trace-context.ts";
import { findJsonFlaw } from "../../platform/validation/find-json-flaw.ts";
import { createSession, isIdempotencyKey, type CreationParts } from "./create-session.route.ts";

export interface EarlyCreationParts extends EarlyAnswerParts, CreationParts {
  /** The tenant of a key that may create sessions, from memory; undefined: the framework sees to it. */
  readonly findTenant: (authorization: string | undefined) => string | undefined;
  /** Headers that tell of the tenant's limit; undefined: the framework makes it wait, or refuses it. */
  readonly admit: (tenantId: string) => readonly string[] | undefined;
  /** Whether it is a body as the route's schema has it. */
  readonly isCreation: (body: unknown) => body is CreateSession;
  /** Makes a problem of a feature's own error; undefined: it is none of them. */
  readonly toProblemError: ToProblemError;
  readonly onAnswer: (tenantId: string, status: number) => void;
}

const url = "/v1/sessions";
const jsonTypes: ReadonlySet<string | undefined> = new Set([
  "application/json",
  "application/json; charset=utf-8",
]);
/** A usual request has a few hundred bytes. */
const mostBytes = 16_384;

interface PlainHead {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  readonly length: number;
}

interface PlainCreation extends PlainHead {
  readonly body: CreateSession;
  readonly headers: readonly string[];
}

/** Takes the plain `POST /v1/sessions`. What its body turns out to have that is odd, the framework sees to all the same. */
export function takeCreationsEarly(app: FastifyInstance, parts: EarlyCreationParts): void {
  const answers = createEarlyAnswers(parts, { method: "POST", route: url });
  app.takeEarly((request, response, handOn) => {
    const head = findPlain(app, parts, request);
    if (head === undefined) return false;
    const startedAt = performance.now();
    readBody(request, head.length, (bytes) => {
      const plain = findCreation(parts, head, bytes);
      if (plain === undefined) {
        request.unshift(bytes);
        handOn();
      } else {
        // Nothing of it is left, and so its end is read.
        request.read();
        const exchange = { ...answers.open({ request, response }), startedAt };
        void take(parts, plain, { answers, exchange });
      }
    });
    return true;
  });
}

function findPlain(
  app: Pick<FastifyInstance, "isUnambiguousWrite">,
  { findTenant }: EarlyCreationParts,
  request: IncomingMessage,
): PlainHead | undefined {
  if (request.method !== "POST" || request.url !== url) return undefined;
  const { headers } = request;
  const length = Number(headers["content-length"]);
  const idempotencyKey = headers["idempotency-key"];
  const isSized = Number.isSafeInteger(length) && length > 0 && length <= mostBytes;
  if (!isSized || !isIdempotencyKey(idempotencyKey) || !jsonTypes.has(headers["content-type"]))
    return undefined;
  if (!app.isUnambiguousWrite(request)) return undefined;
  const tenantId = findTenant(headers.authorization);
  return tenantId === undefined ? undefined : { tenantId, idempotencyKey, length };
}

/** All of it at once, so that it can be put back. Of one that does not come to its end nothing is told. */
function readBody(request: IncomingMessage, length: number, done: (bytes: Buffer) => void): void {
  const look = (): void => {
    const bytes = request.read(length) as Buffer | null;
    if (bytes?.length !== length) return;
    request.off("readable", look);
    done(bytes);
  };
  request.on("readable", look);
}

/** The booking comes last: what goes on to the framework is booked there. */
function findCreation(
  { isCreation, admit }: EarlyCreationParts,
  head: PlainHead,
  bytes: Buffer,
): PlainCreation | undefined {
  const body = parseBody(bytes);
  const headers = isCreation(body) ? admit(head.tenantId) : undefined;
  return headers === undefined ? undefined : { ...head, body: body as CreateSession, headers };
}

/** Names that are JavaScript's own, and characters that are spelt out, are looked at by the framework. */
const odd = /__proto__|constructor|\\u/;

/** Undefined: there is something odd about it. */
function parseBody(bytes: Buffer): unknown {
  const text = isUtf8(bytes) ? bytes.toString("utf8") : "";
  if (odd.test(text)) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return findJsonFlaw(text) === undefined ? body : undefined;
  } catch {
    return undefined;
  }
}

async function take(
  parts: EarlyCreationParts,
  creation: PlainCreation,
  { answers, exchange }: { readonly answers: EarlyAnswers; readonly exchange: Exchange },
): Promise<void> {
  const trace = traceOf(exchange);
  const { headers, tenantId } = creation;
  let providerMs = 0;
  const work = () =>
    createSession(parts, creation, (ms) => {
      providerMs += ms;
    });
  try {
    const { session, isReplay } = await runInRequest(parts, trace, () => answers.run(exchange, work));
    const text = JSON.stringify(parts.sessions.present(session));
    const told = [...headers, "location", `${url}/${session.id}`, ...(isReplay ? replayed : [])];
    const answer = { status: 201, headers: told, text, providerMs, traceId: trace.traceId };
    answers.accept({ ...exchange, sessionId: session.id }, answer);
    parts.onAnswer(tenantId, 201);
  } catch (error) {
    const { sessionId } = trace;
    const known = sessionId === undefined ? exchange : { ...exchange, sessionId };
    const more = { headers, providerMs };
    parts.onAnswer(tenantId, answers.refuse(known, parts.toProblemError(error) ?? error, more));
  }
}

const replayed = ["idempotency-replayed", "true"];

function runInRequest<T>(
  { config }: Pick<EarlyCreationParts, "config">,
  trace: TraceContext,
  work: () => T,
): T {
  const deadlineAt = findStatementDeadline(config.requestDeadlineMs);
  return runInTrace(trace, () => runInWorkScope({ pool: "requests", deadlineAt }, work));
}
