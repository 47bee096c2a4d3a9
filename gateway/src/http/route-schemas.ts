import {
  Applicant,
  Claims,
  CreateSession,
  DeliveryAccepted,
  Event,
  EvidenceList,
  Problem,
  problemKinds,
  problemMediaType,
  Reason,
  RoutePreview,
  RouteRecord,
  Session,
  SessionPage,
  SessionResult,
  Timeline,
  type ProblemCode,
} from "@kyc-gateway/http-api";
import { Type, type TSchema } from "@sinclair/typebox";

/** The schemas that have a name of their own in the OpenAPI document. */
export const sharedSchemas: readonly TSchema[] = [
  Problem,
  Reason,
  Claims,
  CreateSession,
  Session,
  SessionPage,
  SessionResult,
  RouteRecord,
  RoutePreview,
  Timeline,
  Applicant,
  Event,
  EvidenceList,
  DeliveryAccepted,
];

/** The path of every route about one session. An id that is no UUID is as unknown as any other. */
export const SessionPath = Type.Object({ sessionId: Type.String({ description: "The session's id." }) });

/** Failures that every route of products can answer with. */
const everywhere: readonly ProblemCode[] = [
  "unauthenticated",
  "scope_missing",
  "rate_limited",
  "internal_error",
  "overloaded",
  "database_unavailable",
];

/** The problem answers of a route, one for each status, each naming its codes. */
export function problemResponses(...codes: readonly ProblemCode[]): Record<number, unknown> {
  const byStatus = Map.groupBy([...codes, ...everywhere], (code) => problemKinds[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\``).join(", "),
        content: { [problemMediaType]: { schema: Type.Ref(Problem) } },
      },
    ]),
  );
}
