import { Type, type TSchema } from "@sinclair/typebox";
import { AnalyticsGranularity, RoutingVariant } from "./analytics.schema.ts";
import { DeliveryState, DeliveryVerdict } from "./delivery.schema.ts";
import { Erasure, OpenErasureList } from "./erasure.schema.ts";

import { eventTypes } from "./event.schema.ts";
import {
  attemptOutcomes,
  endpointEventTypes,
  EventAttempt,
  postedEventTypes,
  signingKeyKinds,
} from "./event-endpoint.schema.ts";
import { BlocklistGroundSchema } from "./blocklist.schema.ts";
import { ScreeningEntityTypeSchema } from "./screening.schema.ts";
import { AccountRecordState, BreakerState, JobState } from "./operations.schema.ts";
import { OperatorRoleSchema } from "./operator.schema.ts";
import { Session } from "./session.schema.ts";
import { TraceStep } from "./timeline.schema.ts";
import { Problem } from "./problem.schema.ts";
import {
  CheckKindSchema,
  CheckOutcomeSchema,
  ClaimNoticeCodeSchema,
  DocumentTypeSchema,
  EvidenceKindSchema,
  ReasonCodeSchema,
  RequestableDocumentTypeSchema,
  SessionStatus,
  SexSchema,
} from "./vocabulary.schema.ts";

const words = (description: string, values: readonly string[]): TSchema =>
  Type.Unsafe({ type: "string", enum: [...values], description });

/** The closed sets of words that the OpenAPI document gives a name of their own, so that generated clients have one type for each. */
export const namedVocabularies: Readonly<Record<string, TSchema>> = {
  ProblemCode: words("A stable problem code.", Problem.properties.code["enum"] as string[]),
  SessionStatus,
  ReasonCode: ReasonCodeSchema,
  CheckKind: CheckKindSchema,
  CheckOutcome: CheckOutcomeSchema,
  ClaimNoticeCode: ClaimNoticeCodeSchema,
  DocumentType: DocumentTypeSchema,
  RequestableDocumentType: RequestableDocumentTypeSchema,
  EvidenceKind: EvidenceKindSchema,
  Sex: SexSchema,
  ScreeningEntityType: ScreeningEntityTypeSchema,
  BlocklistGround: BlocklistGroundSchema,
  EventType: words("The type of an event about a session or an applicant.", eventTypes),
  EndpointEventType: words(
    "What an endpoint can ask for: the events of the feed, and messages for the applicant.",
    endpointEventTypes,
  ),
  PostedEventType: words(
    "The type of an event that is posted to an endpoint: those of the feed, and the one that only tries the endpoint out.",
    postedEventTypes,
  ),
  SigningKeyKind: words(
    "`hmac`: a shared secret (`whsec_…`, signature `v1`). `ed25519`: a key pair of which you get the public half (`whpk_…`, signature `v1a`).",
    signingKeyKinds,
  ),
  OpenErasureState: words(
    "How far an erasure is that no provider has confirmed.",
    OpenErasureList.properties.items.items.properties.state.anyOf.map((state) => state.const),
  ),
  DeliveryState: words(
    "How far a delivery is.",
    DeliveryState.anyOf.map((state) => state.const),
  ),
  DeliveryVerdict,
  OperatorRole: OperatorRoleSchema,
  AnalyticsGranularity,
  RoutingVariant,
  AccountRecordState,
  BreakerState,
  JobState,
  SessionErasure: words(
    "Whether a session's data are erased.",
    Session.properties.erasure.anyOf.map((state) => state.const),
  ),
  ErasureKind: words(
    "What was asked to be erased, or is held: a session, or a person with all sessions.",
    Erasure.properties.kind.anyOf.map((kind) => kind.const),
  ),
  RoutingStep: words(
    "What became of a connection that routing looked at.",
    TraceStep.properties.step.anyOf.map((step) => step.const),
  ),
  PostKind: words(
    "Why an event is posted: it is new, was asked for again, or tries the endpoint out.",
    EventAttempt.properties.kind["enum"] as string[],
  ),
  PostOutcome: words("What came of posting an event.", Object.keys(attemptOutcomes)),
};
