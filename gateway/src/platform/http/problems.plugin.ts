import { problemKinds, problemMediaType, type ProblemCode } from "@kyc-gateway/http-api";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { describeError } from "../observability/log.ts";
import { isDatabaseUnavailable } from "../database/database-unavailable.ts";
import { ProblemError, toProblem } from "./problem-error.ts";
import { describeValidation } from "./validation-issues.ts";

/** Fastify's own errors, by their code. Anything else that is a 4xx is a body that cannot be read. */
const fastifyProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "payload_too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_NOT_FOUND: "route_not_found",
  FST_ERR_BAD_URL: "route_not_found",
  FST_ERR_MAX_PARAM_LENGTH: "route_not_found",
};

/** Makes a problem of a feature's own error; undefined: it is none of them. */
export type ToProblemError = (error: unknown) => ProblemError | undefined;

/** What the router itself refuses, before any plugin is reached, such as a path that cannot be decoded. */
export function answerRouterError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void sendProblem(toProblemError(error), { error, request, reply });
}

/** Every error becomes problem+json; what we did not foresee is logged in full and told as little. */
export const problemsPlugin = fastifyPlugin(
  async (app, options: { readonly toProblemError: ToProblemError }) => {
    app.setErrorHandler((error, request, reply) =>
      sendProblem(options.toProblemError(error) ?? toProblemError(error), { error, request, reply }),
    );
    // Before a body is read that is for nobody.
    app.addHook("onRequest", (request, _reply, done) => {
      if (request.is404) done(notFound(request));
      else done();
    });
    app.setNotFoundHandler((request) => {
      throw notFound(request);
    });
  },
  { name: "problems" },
);

function notFound({ method }: FastifyRequest): ProblemError {
  return new ProblemError("route_not_found", { detail: `There is nothing at this path for ${method}.` });
}

function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseUnavailable(error)) return new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const { code, statusCode, validation, validationContext } = error as Partial<FastifyError>;
  if (validation !== undefined)
    return new ProblemError("invalid_request", {
      issues: describeValidation(validation, validationContext),
    });
  const known = code === undefined ? undefined : fastifyProblems[code];
  if (known !== undefined) return new ProblemError(known);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ProblemError("malformed_body", { detail: "The body is not valid JSON." });
  return new ProblemError("internal_error");
}

function sendProblem(
  problem: ProblemError,
  { error, request, reply }: { error: unknown; request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const { headers, text, logged } = describeAnswer(problem, { error, requestId: request.id });
  if (logged !== undefined) request.log.error(logged, "request_failed");
  request.problemCode = problem.code;
  if (isSendingMuch(request)) void reply.header("connection", "close");
  return reply.code(problemKinds[problem.code].status).headers(headers).send(text);
}

/** A problem's answer, whoever writes it. */
export interface ProblemAnswer {
  readonly problem: ProblemError;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** What is logged as `request_failed`; undefined: it is no failure of ours. */
  readonly logged: Readonly<Record<string, unknown>> | undefined;
}

/** What an error is answered with. */
export function describeProblem(error: unknown, requestId: string): ProblemAnswer {
  const problem = toProblemError(error);
  return { problem, ...describeAnswer(problem, { error, requestId }) };
}

function describeAnswer(
  problem: ProblemError,
  { error, requestId }: { readonly error: unknown; readonly requestId: string },
): Omit<ProblemAnswer, "problem"> {
  const { status } = problemKinds[problem.code];
  const { retryAfterMs = defaultRetryAfterMs(problem.code) } = problem.details;
  // A stack helps only where we did not foresee the failure.
  const detail = problem.code === "internal_error" ? describeError(error) : {};
  return {
    headers: {
      "content-type": `${problemMediaType}; charset=utf-8`,
      ...(retryAfterMs === undefined
        ? {}
        : { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
      ...(status === 401 ? { "www-authenticate": 'Bearer realm="kyc-gateway"' } : {}),
    },
    text: JSON.stringify(toProblem(problem, requestId)),
    logged: status < 500 ? undefined : { code: problem.code, reason: problem.message, ...detail },
  };
}

/** Whoever may try again is told when: at once is never the answer. A 408 and a 500 say nothing of how long they last. */
function defaultRetryAfterMs(code: ProblemCode): number | undefined {
  const { status, retryable } = problemKinds[code];
  return retryable && [409, 429, 502, 503].includes(status) ? 1000 : undefined;
}

/** So much of a refused body is read and thrown away: less than what a new connection costs, on both sides. */
const discardAtMostBytes = 64 * 1024;

/** What comes after the answer would be read to its end for nothing, be it a hundred megabytes. */
function isSendingMuch({ raw }: FastifyRequest): boolean {
  const { "content-length": length = "0", "transfer-encoding": encoding } = raw.headers;
  return !raw.complete && (encoding !== undefined || Number(length) > discardAtMostBytes);
}
