import { Type, type Static } from "@sinclair/typebox";
import { ToldApplicantId, Attempt, FlowName, Id, Timestamp } from "./formats.schema.ts";
import { Reason } from "./session.schema.ts";
import { SessionStatus, StatusOriginSchema } from "./vocabulary.schema.ts";

/** The types of outgoing events. */
export const eventTypes = [
  "session.created",
  "session.status_changed",
  "session.decided",
  "session.decision_reversed",
  "session.decision_confirmed",
  "session.reopened",
  "session.expired",
  "session.erased",
  "applicant.expiring",
  "applicant.expired",
  "watch.changed",
] as const;
/** The type of an outgoing event. */
export type EventType = (typeof eventTypes)[number];

/** One outgoing fact about a session. It holds no personal data: read the result for that. */
export const Event = Type.Object(
  {
    id: Id("The event's id: the same for every attempt to deliver it."),
    version: Type.Literal(1),
    type: Type.Unsafe<EventType>({ type: "string", enum: [...eventTypes] }),
    occurredAt: Timestamp("When the change was committed."),
    sessionId: Id("The session."),
    seq: Type.Integer({ minimum: 1, description: "Counts the session's events from 1, without a gap." }),
    data: Type.Object(
      {
        applicantId: ToldApplicantId,
        flow: FlowName,
        status: SessionStatus,
        previousStatus: SessionStatus,
        attempt: Attempt,
        origin: Type.Ref(StatusOriginSchema),
        reasons: Type.Array(Type.Ref(Reason)),
        validUntil: Type.Optional(
          Timestamp(
            "Of `applicant.expiring` and `applicant.expired`: when the applicant's approval in this flow ends, or ended. The session itself stays `APPROVED`.",
          ),
        ),
        watchId: Type.Optional(
          Id(
            "Of `watch.changed`: the watch whose person the lists say something new about. The session's status does not change by it.",
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { $id: "Event", additionalProperties: false, description: "One outgoing fact about a session." },
);
/** One outgoing fact about a session. */
export type Event = Static<typeof Event>;

/** The most events of one page. */
export const maxEventPageSize = 500;
/** The longest that a feed waits for an event, in seconds. */
export const maxEventWaitSeconds = 30;

const oneType = `(${eventTypes.map((type) => type.replaceAll(".", "\\.")).join("|")})`;

/** The query of `GET /v1/events`. */
export const ListEvents = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: "^[A-Za-z0-9_-]+$",
        "x-allowed": "the nextCursor of an earlier page of this feed",
        description:
          "`nextCursor` of the page before. Without it the feed begins with the oldest event that is kept.",
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: maxEventPageSize, default: 100 })),
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: maxEventWaitSeconds,
        default: 0,
        description: "Seconds to wait for an event when there is none yet.",
      }),
    ),
    types: Type.Optional(
      Type.String({
        maxLength: 300,
        pattern: `^${oneType}(,${oneType})*$`,
        "x-allowed": `one or more of these, separated by commas: ${eventTypes.join(", ")}`,
        description: "Only events of these types, separated by commas.",
        examples: ["session.decided,session.decision_reversed"],
      }),
    ),
  },
  { additionalProperties: false },
);
/** The query of `GET /v1/events`. */
export type ListEvents = Static<typeof ListEvents>;

/** A page of the feed, oldest first. */
export const EventPage = Type.Object(
  {
    items: Type.Array(Type.Ref(Event)),
    nextCursor: Type.String({
      description:
        "Keep it: given back as `after` it continues behind the last event of this page, today or next week.",
    }),
    hasMore: Type.Boolean({ description: "Whether there are more events already." }),
  },
  { $id: "EventPage", additionalProperties: false },
);
/** A page of the feed. */
export type EventPage = Static<typeof EventPage>;
