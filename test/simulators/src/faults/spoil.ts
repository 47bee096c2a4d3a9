import type { FastifyReply } from "fastify";
import type { Answer } from "../server/answer.ts";
import type { GarbageShape, RequestFault, RetryAfter } from "./fault.ts";

export type Spoiler = Exclude<RequestFault, { kind: "latency" }>;

const hugeBodyBytes = 10 * 1024 * 1024;

/** Whether the operation is carried out although the caller will not see a good answer. */
export function isCarriedOut(fault: Spoiler): boolean {
  if (fault.kind === "rate_limited") return false;
  if (fault.takesEffect !== undefined) return fault.takesEffect;
  return fault.kind === "garbage" || (fault.kind === "reset" && fault.at === "mid_body");
}

/** Sends the answer with the fault; `answer` is absent when the operation was not carried out. */
export function sendSpoilt(reply: FastifyReply, fault: Spoiler, spoil: Spoil): FastifyReply {
  switch (fault.kind) {
    case "hang":
      return reply.hijack();
    case "rate_limited":
      return sendRefusal(reply, 429, { retryAfter: fault.retryAfter, nowMs: spoil.nowMs });
    case "server_error":
      return sendRefusal(reply, fault.status ?? 503, { retryAfter: fault.retryAfter, nowMs: spoil.nowMs });
    case "reset":
      return fault.at === "mid_body" ? resetMidBody(reply, spoil.answer) : resetBeforeHeaders(reply);
    case "garbage":
      return sendGarbage(reply, fault.shape, spoil);
  }
}

export interface Spoil {
  readonly answer: Answer | undefined;
  readonly nowMs: number;
  /** The provider's way of writing a status word that nobody knows. */
  readonly replaceStatus: (body: string) => string;
}

function sendRefusal(
  reply: FastifyReply,
  status: number,
  hint: { retryAfter: RetryAfter | undefined; nowMs: number },
): FastifyReply {
  if (hint.retryAfter !== undefined)
    reply.header("retry-after", writeRetryAfter(hint.retryAfter, hint.nowMs));
  return reply.code(status).type("text/plain; charset=utf-8").send(`simulated ${status}`);
}

function writeRetryAfter(retryAfter: RetryAfter, nowMs: number): string {
  if (retryAfter.as !== "date") return String(retryAfter.seconds);
  return new Date(nowMs + retryAfter.seconds * 1_000).toUTCString();
}

function resetBeforeHeaders(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
  return reply;
}

function resetMidBody(reply: FastifyReply, answer: Answer | undefined): FastifyReply {
  const body = Buffer.from(answer?.body ?? "{}");
  const half = Math.max(1, Math.floor(body.length / 2));
  reply.hijack();
  reply.raw.writeHead(answer?.status ?? 200, {
    "content-type": answer?.contentType ?? "application/json",
    "content-length": String(Math.max(body.length, half + 1)),
  });
  reply.raw.write(body.subarray(0, half), () => reply.raw.socket?.resetAndDestroy());
  return reply;
}

function sendGarbage(reply: FastifyReply, shape: GarbageShape, spoil: Spoil): FastifyReply {
  const body = Buffer.from(spoil.answer?.body ?? "{}").toString();
  const json = reply.code(spoil.answer?.status ?? 200).type("application/json; charset=utf-8");
  switch (shape) {
    case "html":
      return reply
        .code(200)
        .type("text/html; charset=utf-8")
        .send("<!doctype html><title>Welcome</title><p>Scheduled maintenance, back soon.</p>");
    case "truncated_json":
      return json.send(body.slice(0, Math.max(1, Math.floor(body.length / 2))));
    case "wrong_content_type":
      return reply.type("image/jpeg").send(body);
    case "huge_body":
      // Leading white space keeps it valid JSON: only a limit on the size refuses it.
      return json.send(" ".repeat(hugeBodyBytes) + body);
    case "unknown_status":
      return json.send(spoil.replaceStatus(body));
  }
}
