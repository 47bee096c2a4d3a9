import type { Erasure as ErasureBody } from "@kyc-gateway/http-api";
import type { Erasure } from "./erasure.ts";

/** An erasure in the words of the API. */
export function presentErasure({
  id,
  kind,
  cause,
  requestedAt,
  completedAt,
  sessions,
  receipt,
}: Erasure): ErasureBody {
  return {
    id,
    kind,
    cause,
    // Done is what somebody has signed for.
    state: receipt === null ? "pending" : "done",
    requestedAt: requestedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
    sessions: sessions.map(({ sessionId, connection, outcome, settledAt, abandonedStarts }) => ({
      id: sessionId,
      connection,
      atProvider: outcome ?? "pending",
      settledAt: settledAt?.toISOString() ?? null,
      abandonedStarts: [...abandonedStarts],
    })),
    receipt,
  };
}
