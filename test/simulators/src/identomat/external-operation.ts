import { answerJson } from "../server/answer.ts";
import type { Answer } from "../server/answer.ts";
import type { Operation } from "../server/exchange.ts";
import { admit, requireSession } from "./access.ts";
import type { Admitted } from "./access.ts";
import { ArgumentError } from "./argument-error.ts";
import { readStructure } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { readSessionId } from "./operations/result.ts";
import type { IdentomatSession } from "./session.ts";
import type { IdentomatState } from "./state.ts";

/** An operation of the other host: camelCase, no slash at the end, `{"result": …}` (Identomat API reference). */
export function createExternalOperation(
  state: IdentomatState,
  name: string,
  answer: (admitted: Admitted) => Answer,
): Operation {
  return {
    name,
    methods: ["GET", "POST"],
    path: `/${name}`,
    findSessionId: (exchange) => readSessionId(exchange, "sessionId"),
    respond: (exchange) => answer(admit(state, exchange, "companyKey")),
  };
}

/** One about a session of the company. */
export function createExternalSessionOperation(
  state: IdentomatState,
  name: string,
  answer: (session: IdentomatSession, admitted: Admitted) => Answer,
): Operation {
  return createExternalOperation(state, name, (admitted) =>
    answer(requireSession(state, admitted, admitted.parameters.read("sessionId")), admitted),
  );
}

export function answerResult(result: unknown): Answer {
  return answerJson({ result });
}

/** `query`: an object of this dialect. */
export function requireQuery(parameters: Parameters): Readonly<Record<string, unknown>> {
  const query = readStructure(parameters, "query");
  if (typeof query !== "object" || query === null || Array.isArray(query))
    throw new ArgumentError("wrong-parameters");
  return query as Readonly<Record<string, unknown>>;
}

/** A whole number from 0 on; the fallback where it is absent. */
export function readCount(value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) throw new ArgumentError("wrong-parameters");
  return count;
}
