import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { validate as isUuid } from "uuid";
import { runForRequests } from "../../platform/database/sql/work-scope.ts";
import {
  createEarlyAnswers,
  type EarlyAnswerParts,
  type EarlyAnswers,
  type Exchange,
} from "../../platform/http/early-answer.ts";
import { findSession } from "./find-session.ts";
import type { SessionReads } from "./session-reads.store.ts";
import type { SessionService } from "./session-service.ts";

export interface EarlyReadParts extends EarlyAnswerParts {
  readonly reads: Pick<SessionReads, "find">;
  readonly present: SessionService["present"];
  /** The tenant of a key that may read sessions, from memory; undefined: the framework sees to it. */
  readonly findTenant: (authorization: string | undefined) => string | undefined;
  /** Headers that tell of the tenant's limit; undefined: the framework makes it wait, or refuses it. */
  readonly admit: (tenantId: string) => readonly string[] | undefined;
}

const prefix = "/v1/sessions/";

interface PlainRead {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly headers: readonly string[];
}

/** Takes the plain `GET /v1/sessions/:sessionId`: products ask it more often than all the rest. */
export function takeReadsEarly(app: FastifyInstance, parts: EarlyReadParts): void {
  const answers = createEarlyAnswers(parts, { method: "GET", route: "/v1/sessions/:sessionId" });
  app.takeEarly((request, response) => {
    const plain = findPlain(app, parts, request);
    if (plain === undefined) return false;
    const exchange = answers.open({ request, response, sessionId: plain.sessionId });
    void runForRequests(() => read(parts, plain, { answers, exchange }));
    return true;
  });
}

/** The booking comes last: what goes on to the framework is booked there. */
function findPlain(
  app: FastifyInstance,
  { findTenant, admit }: EarlyReadParts,
  request: IncomingMessage,
): PlainRead | undefined {
  const { method, url = "" } = request;
  if (method !== "GET" || !url.startsWith(prefix)) return undefined;
  const sessionId = url.slice(prefix.length);
  if (!isUuid(sessionId) || !app.isUnambiguousRead(request)) return undefined;
  const tenantId = findTenant(request.headers.authorization);
  const headers = tenantId === undefined ? undefined : admit(tenantId);
  return tenantId === undefined || headers === undefined ? undefined : { tenantId, sessionId, headers };
}

async function read(
  { reads, present }: Pick<EarlyReadParts, "reads" | "present">,
  { tenantId, sessionId, headers }: PlainRead,
  { answers, exchange }: { readonly answers: EarlyAnswers; readonly exchange: Exchange },
): Promise<void> {
  try {
    const session = await answers.run(exchange, () => findSession(reads, tenantId, sessionId));
    answers.accept(exchange, { headers, text: JSON.stringify(present(session)) });
  } catch (error) {
    answers.refuse(exchange, error, { headers });
  }
}
