import { Type } from "@sinclair/typebox";
import { ApplicantFlow } from "./applicant.schema.ts";
import { Event } from "./event.schema.ts";
import { Id, Timestamp } from "./formats.schema.ts";
import { Claims } from "./result.schema.ts";
import { SessionStatus, StatusOriginSchema } from "./vocabulary.schema.ts";
import { Reason } from "./session.schema.ts";

const open = { additionalProperties: true } as const;

const AuditOfPerson = Type.Object(
  {
    id: Type.Unsafe<string | number>({ type: ["string", "integer"] }),
    at: Timestamp("When."),
    by: Type.String({ description: "Who." }),
    action: Type.String(),
    reason: Type.Union([Type.String(), Type.Null()], { description: "Why, where it was said." }),
  },
  open,
);

const DeliveryOfPerson = Type.Object(
  {
    id: Id("The delivery's id."),
    eventType: Type.Union([Type.String(), Type.Null()]),
    state: Type.String(),
    receivedAt: Timestamp("When it came."),
    settledAt: Type.Union([Timestamp("When it was applied or parked."), Type.Null()]),
    body: Type.Union([Type.String(), Type.Null()], { description: "The provider's own words." }),
  },
  open,
);

const RecordOfPerson = Type.Object(
  {
    id: Id("The record's id."),
    state: Type.String(),
    createdAt: Timestamp("When it was asked for."),
    content: Type.Union([Type.Object({}, open), Type.Null()], { description: "What the provider was told." }),
  },
  open,
);

const SessionOfPerson = Type.Object(
  {
    id: Id("The session's id."),
    flow: Type.String(),
    status: SessionStatus,
    origin: Type.Ref(StatusOriginSchema),
    reasons: Type.Array(Type.Ref(Reason)),
    createdAt: Timestamp("When the session was asked for."),
    result: Type.Union([Type.Object({ claims: Type.Optional(Type.Ref(Claims)) }, open), Type.Null()], {
      description: "What was verified.",
    }),
    providerReport: Type.Unknown({ description: "The provider's report that decided, as it came." }),
    timeline: Type.Array(Type.Object({ seq: Type.Integer(), at: Timestamp("When.") }, open)),
    decisionTrace: Type.Array(Type.Object({}, open), { description: "Why this provider." }),
    events: Type.Array(
      Type.Object({ id: Id("The event's id."), type: Event.properties.type, seq: Type.Integer() }, open),
    ),
    watches: Type.Array(RecordOfPerson, { description: "What a provider goes on looking for." }),
    blocklistEntries: Type.Array(RecordOfPerson, {
      description: "Entries of blocklists, with their ground.",
    }),
    deliveries: Type.Array(DeliveryOfPerson),
    audit: Type.Array(AuditOfPerson),
  },
  open,
);

/** Everything that is held about a person. More members may be added: it shows whatever is held. */
export const ApplicantExport = Type.Object(
  {
    applicantId: Type.String({ description: "Your own id of the person." }),
    exportedAt: Timestamp("When it was written."),
    audit: Type.Array(AuditOfPerson, { description: "Who read or changed what of this person." }),
    flows: Type.Array(ApplicantFlow, { description: "The person's standing, flow by flow." }),
    sessions: Type.Array(SessionOfPerson),
  },
  { $id: "ApplicantExport", ...open, description: "Everything that is held about a person." },
);
