import type { FastifyReply, FastifyRequest } from "fastify";
import { drawDelayMs, pause } from "../faults/delay.ts";
import type { RequestFault } from "../faults/fault.ts";
import { isCarriedOut, sendSpoilt } from "../faults/spoil.ts";
import type { Spoiler } from "../faults/spoil.ts";
import type { Answer } from "./answer.ts";
import type { Exchange, Operation } from "./exchange.ts";
import type { Engine } from "./engine.ts";

const noBody = Buffer.alloc(0);

/** Carries one operation out, with the faults that the plan has for it. */
export function createOperationHandler(engine: Engine, operation: Operation) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : noBody;
    const exchange: Exchange = { request, rawBody };
    engine.ledger.countRequest(operation.name);
    if (engine.faults.isEmpty) return sendPlain(engine, operation, { exchange, reply });
    const sessionId = operation.findSessionId(exchange);
    const faults = engine.faults.strikeRequest({ operation: operation.name, sessionId });
    const spoiler = await sitOutDelays(engine, faults);
    if (spoiler === undefined) return sendPlain(engine, operation, { exchange, reply });
    engine.ledger.countAnswer(operation.name, spoiler.kind);
    const answer = isCarriedOut(spoiler) ? operation.respond(exchange) : undefined;
    return sendSpoilt(reply, spoiler, {
      answer,
      // Real time: the caller reads the date by its own clock.
      nowMs: Date.now(),
      replaceStatus: engine.replaceStatus,
    });
  };
}

async function sitOutDelays(engine: Engine, faults: readonly RequestFault[]): Promise<Spoiler | undefined> {
  let spoiler: Spoiler | undefined;
  for (const fault of faults) {
    if (fault.kind === "latency") await pause(drawDelayMs(fault.delay, engine.random), engine.closing);
    else spoiler = fault;
  }
  return spoiler;
}

function sendPlain(
  engine: Engine,
  operation: Operation,
  turn: { exchange: Exchange; reply: FastifyReply },
): FastifyReply {
  const answer = operation.respond(turn.exchange);
  engine.ledger.countAnswer(operation.name, String(answer.status));
  return sendAnswer(turn.reply, answer);
}

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  if (answer.contentType !== "") reply.type(answer.contentType);
  return reply.send(answer.body);
}
