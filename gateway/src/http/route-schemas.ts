import {
  Applicant,
  ChangeEventEndpoint,
  Claims,
  CreateEventEndpoint,
  CreateSession,
  DeliveryAccepted,
  Event,
  EventAttempt,
  EventAttemptPage,
  EventEndpoint,
  EventEndpointList,
  EventPage,
  EvidenceList,
  NewEventEndpoint,
  NewSigningKey,
  Problem,
  problemKinds,
  problemMediaType,
  Reason,
  ResendAccepted,
  ResendEvents,
  RotateSigningKey,
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
  EventPage,
  EventAttempt,
  EventAttemptPage,
  EventEndpoint,
  EventEndpointList,
  NewSigningKey,
  NewEventEndpoint,
  CreateEventEndpoint,
  ChangeEventEndpoint,
  RotateSigningKey,
  ResendEvents,
  ResendAccepted,
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
