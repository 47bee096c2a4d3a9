import { Type, type Static } from "@sinclair/typebox";
import { InboxDelivery } from "./delivery.schema.ts";
import { attemptOutcomes, type AttemptOutcome } from "./event-endpoint.schema.ts";
import { eventTypes, type EventType } from "./event.schema.ts";
import {
  ApplicantId,
  Attempt,
  ConfigurationName,
  FlowName,
  Id,
  Timestamp,
  ToldApplicantId,
} from "./formats.schema.ts";
import { Notice, Reason, Session } from "./session.schema.ts";
import { TimelineEntry, TraceStep } from "./timeline.schema.ts";
import {
  CheckKindSchema,
  CheckOutcomeSchema,
  SessionStatus,
  StatusOriginSchema,
} from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** A session as operators see it: of any tenant, without claims, and without what lets the applicant in. */
export const OperatorSession = Type.Object(
  {
    id: Id("The session's id."),
    tenant: Type.String({ description: "Whose session it is." }),
    flow: FlowName,
    applicantId: ToldApplicantId,
    status: SessionStatus,
    origin: Type.Ref(StatusOriginSchema),
    reasons: Type.Array(Type.Ref(Reason)),
    attempt: Attempt,
    seq: Type.Integer({ minimum: 0, description: "Counts the session's changes." }),
    connection: nullable(Type.String({ description: "The connection that it is at." })),
    adapter: nullable(Type.String({ description: "The connection's adapter: which provider it is." })),
    providerReference: nullable(
      Type.String({
        description:
          "The beginning and the end of the provider's reference. The whole of it may let somebody into the session.",
        examples: ["9f2c…4d35"],
      }),
    ),
    erasure: Session.properties.erasure,
    createdAt: Timestamp("When it was asked for."),
    updatedAt: Timestamp("When its status last changed."),
    decidedAt: nullable(Timestamp("When the latest decision became known.")),
    lapsesAt: nullable(Timestamp("When it lapses.")),
  },
  {
    $id: "OperatorSession",
    ...closed,
    description: "A session of any tenant, without claims. `applicantId` is null for the role `viewer`.",
  },
);
/** A session as operators see it. */
export type OperatorSession = Static<typeof OperatorSession>;

/** A page of sessions, newest first. */
export const OperatorSessionPage = Type.Object(
  {
    items: Type.Array(Type.Ref(OperatorSession)),
    nextCursor: nullable(
      Type.String({ description: "Give it back as `cursor` for the next page; null on the last." }),
    ),
  },
  { $id: "OperatorSessionPage", ...closed },
);
/** A page of sessions. */
export type OperatorSessionPage = Static<typeof OperatorSessionPage>;

const reference = Type.String({
  minLength: 1,
  maxLength: 512,
  pattern: "^[\\x21-\\x7e]+$",
  "x-allowed": "1 to 512 printable ASCII characters without spaces",
  description: "The provider's reference of the session, whole.",
});

/** The query of `GET /admin/v1/sessions`. */
export const ListOperatorSessions = Type.Object(
  {
    id: Type.Optional(Id("This session.")),
    tenant: Type.Optional(ConfigurationName("Of this tenant alone.")),
    applicantId: Type.Optional(ApplicantId),
    providerReference: Type.Optional(reference),
    connection: Type.Optional(ConfigurationName("At this connection.")),
    status: Type.Optional(SessionStatus),
    flow: Type.Optional(FlowName),
    createdAfter: Type.Optional(
      Timestamp(
        "Created after this. Default: 90 days ago, but for a search by `id`, `applicantId`, `providerReference` or the status `PENDING_REVIEW`.",
      ),
    ),
    createdBefore: Type.Optional(Timestamp("Created before this.")),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: "^[A-Za-z0-9_-]+$",
        "x-allowed": "the nextCursor of an earlier page of this list",
      }),
    ),
  },
  closed,
);
/** The query of `GET /admin/v1/sessions`. */
export type ListOperatorSessions = Static<typeof ListOperatorSessions>;

const EventPost = Type.Object(
  {
    endpointId: Id("The endpoint."),
    host: Type.String({ description: "The endpoint's host." }),
    kind: Type.Union([Type.Literal("live"), Type.Literal("resend"), Type.Literal("test")]),
    attempt: Type.Integer({ minimum: 1 }),
    startedAt: Timestamp("When it began."),
    durationMs: Type.Integer({ minimum: 0 }),
    outcome: Type.Unsafe<AttemptOutcome>({ type: "string", enum: Object.keys(attemptOutcomes) }),
    httpStatus: nullable(Type.Integer()),
  },
  closed,
);

const SessionEvent = Type.Object(
  {
    id: Id("The event's id."),
    seq: Type.Integer({ minimum: 1 }),
    type: Type.Unsafe<EventType>({ type: "string", enum: [...eventTypes] }),
    occurredAt: Timestamp("When it happened."),
    posts: Type.Array(EventPost, {
      description: "What was tried to tell the tenant's endpoints, oldest first.",
    }),
  },
  closed,
);

const SessionErasure = Type.Object(
  {
    state: Type.Union([Type.Literal("pending"), Type.Literal("dead"), Type.Literal("settled")], {
      description: "Of the provider's copy. `dead`: an operator has to retry or confirm it.",
    }),
    outcome: nullable(Type.String({ description: "What became of the provider's copy." })),
    attempts: Type.Integer({ minimum: 0 }),
    lastFailure: nullable(Type.String({ description: "A stable code." })),
    requestedAt: Timestamp("When our copy went."),
    nextAttemptAt: nullable(Timestamp("When it is tried next.")),
    settledAt: nullable(Timestamp("When it was settled.")),
    erasureIds: Type.Array(Id("Each erasure that the session is part of: it has the receipt.")),
  },
  closed,
);

const SessionHold = Type.Object(
  {
    id: Id("The hold's id."),
    on: Type.Union([Type.Literal("session"), Type.Literal("applicant")]),
    placedBy: Type.String(),
    placedAt: Timestamp("Since when."),
  },
  { ...closed, description: "A legal hold that is in force. Why: `GET /admin/v1/legal-holds`." },
);

const SessionAttempt = Type.Object(
  {
    attempt: Attempt,
    startedAt: Timestamp("Of its first change."),
    endedAt: Timestamp("Of its last change."),
    status: SessionStatus,
  },
  { ...closed, description: "One try of the applicant, with the status that it ended in." },
);

/** Everything that is known about a session but for claims and evidence. */
export const OperatorSessionDetail = Type.Object(
  {
    session: Type.Ref(OperatorSession),
    metadata: Session.properties.metadata,
    notices: Type.Array(Notice),
    requiredChecks: Type.Array(
      Type.Object(
        {
          check: CheckKindSchema,
          isCovered: Type.Boolean({
            description: "It was done, and no part of it speaks against the applicant.",
          }),
          outcomes: Type.Array(CheckOutcomeSchema, {
            description: "Each outcome that the provider reported of it.",
          }),
        },
        closed,
      ),
      {
        description:
          "What the flow required, and what the provider reported of it. An approval covers all of them.",
      },
    ),
    attempts: Type.Array(SessionAttempt),
    timeline: Type.Array(TimelineEntry, { description: "Oldest first." }),
    decisionTrace: Type.Array(TraceStep, {
      description:
        "Which connections were looked at, in which order, and why this one: the provider was called once for each `attempted`.",
    }),
    rule: nullable(
      Type.String({ description: "The routing rule that chose the connection; null: the flow's own order." }),
    ),
    reads: Type.Object(
      {
        sinceNews: Type.Integer({
          minimum: 0,
          description: "Reads since the provider last said something new.",
        }),
        failedInARow: Type.Integer({ minimum: 0 }),
        lastAt: nullable(Timestamp("When the provider was last asked.")),
        nextAt: nullable(Timestamp("When it is asked next by the schedule.")),
        isStartUnknown: Type.Boolean({
          description: "Nobody knows yet whether the provider made the session.",
        }),
      },
      { ...closed, description: "What the gateway asked the provider." },
    ),
    deliveries: Type.Array(Type.Ref(InboxDelivery), {
      description:
        "Webhooks about it, newest first, at most 100; bodies at `GET /admin/v1/deliveries/{deliveryId}`.",
    }),
    events: Type.Array(SessionEvent, { description: "What the tenant was told, oldest first, at most 200." }),
    erasure: nullable(SessionErasure),
    holds: Type.Array(SessionHold),
  },
  { $id: "OperatorSessionDetail", ...closed },
);
/** Everything that is known about a session but for claims and evidence. */
export type OperatorSessionDetail = Static<typeof OperatorSessionDetail>;
