import {
  ApiKeyList,
  Applicant,
  AuditHead,
  AuditPage,
  ChangeEventEndpoint,
  Claims,
  ConfiguredEndpoints,
  ConnectionInfo,
  ConnectionList,
  CreatedApiKey,
  CreateEventEndpoint,
  CreateSession,
  DeliveryAccepted,
  DeliveryReplay,
  DeliveryReplays,
  Erasure,
  Event,
  EventAttempt,
  EventAttemptPage,
  EventEndpoint,
  EventEndpointList,
  EventPage,
  EvidenceList,
  FlowList,
  InboxBacklog,
  InboxDelivery,
  InboxDeliveryDetail,
  InboxDeliveryPage,
  JsonWebKeySet,
  LegalHold,
  LegalHoldList,
  NewEventEndpoint,
  NewSigningKey,
  OpenErasureList,
  PlaceLegalHold,
  Problem,
  problemKinds,
  problemMediaType,
  PutConnection,
  PutFlow,
  Reason,
  RefusedDeliveries,
  ReplayDeliveries,
  ReplayDelivery,
  ResendAccepted,
  ResendEvents,
  RetentionPreview,
  RotateSigningKey,
  RoutePreview,
  RouteRecord,
  RoutingRules,
  Session,
  SessionPage,
  SessionResult,
  TenantList,
  TenantPrivacy,
  TenantReturnUrls,
  TenantValidity,
  Timeline,
  WithReason,
  type ProblemCode,
  DecideSession,
  StatusOriginSchema,
} from "@kyc-gateway/http-api";
import { Type, type TSchema } from "@sinclair/typebox";

/** The schemas that have a name of their own in the OpenAPI document. */
export const sharedSchemas: readonly TSchema[] = [
  Problem,
  StatusOriginSchema,
  Reason,
  Claims,
  CreateSession,
  DecideSession,
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
  TenantList,
  ApiKeyList,
  CreatedApiKey,
  PutConnection,
  ConfiguredEndpoints,
  ConnectionInfo,
  ConnectionList,
  PutFlow,
  FlowList,
  RoutingRules,
  TenantPrivacy,
  TenantReturnUrls,
  TenantValidity,
  Erasure,
  JsonWebKeySet,
  PlaceLegalHold,
  WithReason,
  LegalHold,
  LegalHoldList,
  OpenErasureList,
  RetentionPreview,
  AuditHead,
  AuditPage,
  InboxDelivery,
  InboxDeliveryDetail,
  InboxDeliveryPage,
  InboxBacklog,
  RefusedDeliveries,
  ReplayDelivery,
  ReplayDeliveries,
  DeliveryReplay,
  DeliveryReplays,
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

/** The answers of a route with one more problem among them. */
export function addProblem(
  responses: Readonly<Record<number, unknown>>,
  code: ProblemCode,
): Record<number, unknown> {
  const { status } = problemKinds[code];
  const known = responses[status] as { readonly description: string } | undefined;
  if (known === undefined) return { ...responses, [status]: problemResponses(code)[status] };
  if (known.description.includes(`\`${code}\``)) return responses;
  return { ...responses, [status]: { ...known, description: `\`${code}\`, ${known.description}` } };
}
