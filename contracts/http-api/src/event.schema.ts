import { Type, type Static } from "@sinclair/typebox";
import { ApplicantId, FlowName, Id, Timestamp } from "./formats.schema.ts";
import { Reason } from "./session.schema.ts";
import { SessionStatus } from "./vocabulary.schema.ts";

/** The types of outgoing events. */
export const eventTypes = [
  "session.created",
  "session.status_changed",
  "session.decided",
  "session.decision_reversed",
  "session.expired",
  "session.erased",
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
        applicantId: ApplicantId,
        flow: FlowName,
        status: SessionStatus,
        previousStatus: SessionStatus,
        reasons: Type.Array(Type.Ref(Reason)),
      },
      { additionalProperties: false },
    ),
  },
  { $id: "Event", additionalProperties: false, description: "One outgoing fact about a session." },
);
/** One outgoing fact about a session. */
export type Event = Static<typeof Event>;
