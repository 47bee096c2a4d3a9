import { answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange, Operation } from "../../server/exchange.ts";
import { admit, requireSession } from "../access.ts";
import type { Admitted } from "../access.ts";
import { readParameters } from "../parameters.ts";
import { composeResult } from "../result-body.ts";
import type { IdentomatSession } from "../session.ts";
import type { IdentomatState } from "../state.ts";

interface SessionOperation {
  readonly name: string;
  readonly path: string;
  readonly answer: (session: IdentomatSession, admitted: Admitted) => Answer;
}

/** An operation of the widget host about one session: `company_key` and `session_token`. */
export function createSessionOperation(state: IdentomatState, operation: SessionOperation): Operation {
  return {
    name: operation.name,
    methods: ["GET", "POST"],
    path: operation.path,
    findSessionId: (exchange) => readSessionId(exchange, "session_token"),
    respond: (exchange) => {
      const admitted = admit(state, exchange, "company_key");
      const session = requireSession(state, admitted, admitted.parameters.read("session_token"));
      return operation.answer(session, admitted);
    },
  };
}

/** Reads what a fault may be aimed at; a request that cannot be parsed is about no session. */
export function readSessionId(exchange: Exchange, name: string): string | undefined {
  try {
    const id = readParameters(exchange).read(name);
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

export function createResult(state: IdentomatState): Operation {
  return createSessionOperation(state, {
    name: "result",
    path: "/external-api/result/",
    answer: (session) => answerJson(composeResult(session, state.settings)),
  });
}

export function createDelete(state: IdentomatState): Operation {
  return createSessionOperation(state, {
    name: "delete",
    path: "/external-api/delete/",
    answer: (session) => {
      session.isDeleted = true;
      return answerJson(state.settings.deleteAnswer === "true" || composeResult(session, state.settings));
    },
  });
}
