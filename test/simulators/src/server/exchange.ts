import type { FastifyRequest } from "fastify";
import type { Answer } from "./answer.ts";

/** One request as an operation sees it: exact bytes, and nothing parsed yet. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly rawBody: Buffer;
}

/** One documented operation of a provider. Its name is what fault rules and the ledger call it. */
export interface Operation {
  readonly name: string;
  readonly methods: readonly ("GET" | "POST" | "PUT")[];
  readonly path: string;
  /** The session that the request is about, for faults aimed at one session; it must not throw. */
  readonly findSessionId: (exchange: Exchange) => string | undefined;
  readonly respond: (exchange: Exchange) => Answer;
}
