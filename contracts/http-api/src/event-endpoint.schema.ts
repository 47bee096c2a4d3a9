import { Type, type Static } from "@sinclair/typebox";
import { eventTypes } from "./event.schema.ts";
import { FlowName, Id, Timestamp, ToldApplicantId } from "./formats.schema.ts";

const closed = { additionalProperties: false } as const;

/** The type of the event that only tries an endpoint out. */
export const testEventType = "endpoint.test";
/** The type of a message that a provider asks you to send to the applicant. */
export const messageEventType = "applicant.message";
/** What an endpoint can ask for: the events of the feed, and messages for the applicant, which are in no feed. */
export const endpointEventTypes = [...eventTypes, messageEventType] as const;
/** The type of what an endpoint can ask for. */
export type EndpointEventType = (typeof endpointEventTypes)[number];
/** Everything that is posted to endpoints. */
export const postedEventTypes = [...endpointEventTypes, testEventType] as const;
/** The type of anything that is posted to endpoints. */
export type PostedEventType = (typeof postedEventTypes)[number];

/** What is posted when an endpoint is tried out. It is in no feed, and about no session. */
export const TestEvent = Type.Object(
  {
    id: Id("The event's id."),
    version: Type.Literal(1),
    type: Type.Literal(testEventType),
    occurredAt: Timestamp("When the test was asked for."),
    data: Type.Object({}, closed),
  },
  { $id: "TestEvent", ...closed, description: "Only tries an endpoint out: it tells nothing." },
);

/**
 * What is posted when a provider asks its customer to send a one-time code or a link to the applicant. It is posted once, to
 * every endpoint that names its type; it is in no feed, is stored nowhere, and is not sent again.
 */
export const MessageEvent = Type.Object(
  {
    id: Id("The event's id."),
    version: Type.Literal(1),
    type: Type.Literal(messageEventType),
    occurredAt: Timestamp("When the provider asked for it."),
    sessionId: Id("The session."),
    data: Type.Object(
      {
        applicantId: ToldApplicantId,
        flow: FlowName,
        purpose: Type.Union([Type.Literal("one_time_code"), Type.Literal("session_link")], {
          description: "What the message is.",
        }),
        channel: Type.Union([Type.Literal("sms"), Type.Literal("email")], {
          description: "How the provider wants it to be sent.",
        }),
        recipient: Type.Optional(
          Type.String({
            description: "Whom to, as the provider gave it. Absent: the applicant as you know them.",
          }),
        ),
        content: Type.String({
          description: "The code, or the link. Secret: it is for the applicant alone.",
        }),
        language: Type.Optional(Type.String({ description: "BCP 47: what the applicant reads." })),
      },
      closed,
    ),
  },
  {
    $id: "MessageEvent",
    ...closed,
    description: "A one-time code or a link that the provider asks you to send to the applicant, at once.",
  },
);
/** A message for the applicant. */
export type MessageEvent = Static<typeof MessageEvent>;

const EventTypeSchema = Type.Unsafe<EndpointEventType>({ type: "string", enum: [...endpointEventTypes] });
const Types = Type.Array(EventTypeSchema, {
  minItems: 1,
  uniqueItems: true,
  description: "Only events of these types. `applicant.message` comes to endpoints alone that name it.",
});
const Url = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: "Where events are posted. HTTPS, a public address, no credentials and no fragment.",
  examples: ["https://shop.example/kyc-events"],
});
const Description = Type.String({
  maxLength: 200,
  pattern: "^[^\\u0000-\\u001f\\u007f]*$",
  "x-allowed": "text of at most 200 characters without control characters",
});

/** The kinds of signing key: `hmac` is a shared secret, `ed25519` a key pair whose private half never leaves the gateway. */
export const signingKeyKinds = ["hmac", "ed25519"] as const;
/** The kind of a signing key. */
export type SigningKeyKind = (typeof signingKeyKinds)[number];
const KeyKind = Type.Unsafe<SigningKeyKind>({
  type: "string",
  enum: [...signingKeyKinds],
  description:
    "`hmac`: a shared secret (`whsec_…`, signature `v1`). `ed25519`: a key pair of which you get the public half (`whpk_…`, signature `v1a`).",
});

/** A key that deliveries are signed with. */
export const SigningKey = Type.Object(
  {
    id: Id("The key's id."),
    kind: KeyKind,
    publicKey: Type.Optional(Type.String({ description: "Of an `ed25519` key: `whpk_…`." })),
    createdAt: Timestamp("Since when it signs."),
    expiresAt: Type.Union([Timestamp("Until when it signs, once it was replaced."), Type.Null()]),
  },
  closed,
);

/** A key in the one answer that shows its secret. */
export const NewSigningKey = Type.Object(
  {
    ...SigningKey.properties,
    secret: Type.Optional(
      Type.String({ description: "Of an `hmac` key: `whsec_…`. Shown this once: store it now." }),
    ),
  },
  { $id: "NewSigningKey", ...closed },
);
/** A key in the one answer that shows its secret. */
export type NewSigningKey = Static<typeof NewSigningKey>;

/** The body of `POST /v1/event-endpoints`. */
export const CreateEventEndpoint = Type.Object(
  {
    url: Url,
    description: Type.Optional(Description),
    types: Type.Optional(Types),
    keyKind: Type.Optional(KeyKind),
  },
  { $id: "CreateEventEndpoint", ...closed },
);
/** The body of `POST /v1/event-endpoints`. */
export type CreateEventEndpoint = Static<typeof CreateEventEndpoint>;

/** The body of `PATCH /v1/event-endpoints/:endpointId`: what it names is changed. */
export const ChangeEventEndpoint = Type.Object(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    types: Type.Optional(Type.Union([Types, Type.Null()], { description: "`null`: every type." })),
  },
  { $id: "ChangeEventEndpoint", minProperties: 1, ...closed },
);
/** The body of `PATCH /v1/event-endpoints/:endpointId`. */
export type ChangeEventEndpoint = Static<typeof ChangeEventEndpoint>;

/** Where a tenant wants its events. */
export const EventEndpoint = Type.Object(
  {
    id: Id("The endpoint's id."),
    url: Type.String(),
    description: Type.String(),
    types: Type.Union([Types, Type.Null()], { description: "Null: every type, those to come included." }),
    keys: Type.Array(SigningKey, { description: "Every key that signs now." }),
    state: Type.Unsafe<"active" | "warned" | "disabled">({
      type: "string",
      enum: ["active", "warned", "disabled"],
      description:
        "`active`: all is well. `warned`: five attempts in a row failed; attempts continue. `disabled`: nothing is sent until you enable it; no event is lost.",
    }),
    disabledReason: Type.Union([
      Type.Unsafe<"exhausted" | "gone" | "requested">({
        type: "string",
        enum: ["exhausted", "gone", "requested"],
        description:
          "`exhausted`: every attempt of three days failed. `gone`: it answered 410. `requested`: you disabled it.",
      }),
      Type.Null(),
    ]),
    stateSince: Timestamp("Since when it is in this state."),
    failures: Type.Integer({ minimum: 0, description: "Attempts that failed since one last succeeded." }),
    nextAttemptAt: Type.Union([Timestamp("When the next attempt is due, while attempts fail."), Type.Null()]),
    pending: Type.Object(
      {
        count: Type.Integer({
          minimum: 0,
          description: "Events that wait to be posted; 1000 means 1000 or more.",
        }),
        oldestAt: Type.Union([Timestamp("When the oldest of them came to be."), Type.Null()]),
      },
      closed,
    ),
    createdAt: Timestamp("When it was made."),
    updatedAt: Timestamp("When it was last changed."),
  },
  { $id: "EventEndpoint", ...closed, description: "Where a tenant wants its events." },
);
/** Where a tenant wants its events. */
export type EventEndpoint = Static<typeof EventEndpoint>;

/** A new endpoint, with the key that its deliveries are signed with. */
export const NewEventEndpoint = Type.Object(
  { endpoint: Type.Ref(EventEndpoint), key: Type.Ref(NewSigningKey) },
  { $id: "NewEventEndpoint", ...closed },
);
/** A new endpoint, with its key. */
export type NewEventEndpoint = Static<typeof NewEventEndpoint>;

/** A tenant's endpoints, oldest first. */
export const EventEndpointList = Type.Object(
  { items: Type.Array(Type.Ref(EventEndpoint)) },
  { $id: "EventEndpointList", ...closed },
);

/** The body of `POST …/keys`. */
export const RotateSigningKey = Type.Object(
  {
    kind: KeyKind,
    overlapHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        description: "How long the keys that are there sign beside the new one. Default 24.",
      }),
    ),
  },
  { $id: "RotateSigningKey", ...closed },
);
/** The body of `POST …/keys`. */
export type RotateSigningKey = Static<typeof RotateSigningKey>;

/** The body of `POST …/resend`: one event, or all that happened within a time. */
export const ResendEvents = Type.Object(
  {
    eventId: Type.Optional(Id("This event alone.")),
    since: Type.Optional(Timestamp("Events that happened then or later.")),
    until: Type.Optional(Timestamp("Events that happened before. Default: now.")),
  },
  { $id: "ResendEvents", minProperties: 1, ...closed },
);
/** The body of `POST …/resend`. */
export type ResendEvents = Static<typeof ResendEvents>;

/** What is going to be sent again. */
export const ResendAccepted = Type.Object(
  {
    id: Id("The resend's id."),
    count: Type.Integer({ minimum: 0, description: "Events to send again; 1000 means 1000 or more." }),
  },
  { $id: "ResendAccepted", ...closed },
);

/** What is going to be sent again. */
export type ResendAccepted = Static<typeof ResendAccepted>;

/** What can become of one POST to an endpoint. */
export const attemptOutcomes = {
  succeeded: "the endpoint answered 2xx",
  refused: "it answered another status",
  redirected: "it answered with a redirect, which is not followed",
  gone: "it answered 410",
  throttled: "it answered 429 or 503",
  timed_out: "it did not answer in time",
  unreachable: "no connection, or it broke",
  address_refused: "its name leads to an address that events must not go to",
  tls_failed: "its certificate is not valid",
} as const;
/** What became of one POST to an endpoint. */
export type AttemptOutcome = keyof typeof attemptOutcomes;

/** One POST to an endpoint. */
export const EventAttempt = Type.Object(
  {
    id: Id("The attempt's id."),
    eventId: Id("The event: `webhook-id` of the POST."),
    eventType: Type.Unsafe<PostedEventType>({
      type: "string",
      enum: [...postedEventTypes],
    }),
    kind: Type.Unsafe<"live" | "resend" | "test">({ type: "string", enum: ["live", "resend", "test"] }),
    attempt: Type.Integer({ minimum: 1, description: "Counts the attempts for this event from 1." }),
    startedAt: Timestamp("When it began."),
    durationMs: Type.Integer({ minimum: 0, description: "Until the answer's head, or the failure." }),
    outcome: Type.Unsafe<AttemptOutcome>({
      type: "string",
      enum: Object.keys(attemptOutcomes),
      description: Object.entries(attemptOutcomes)
        .map(([word, meaning]) => `- \`${word}\`: ${meaning}`)
        .join("\n"),
    }),
    httpStatus: Type.Union([Type.Integer(), Type.Null()]),
  },
  { $id: "EventAttempt", ...closed, description: "One POST to an endpoint." },
);
/** One POST to an endpoint. */
export type EventAttempt = Static<typeof EventAttempt>;

/** Attempts, newest first. */
export const EventAttemptPage = Type.Object(
  {
    items: Type.Array(Type.Ref(EventAttempt)),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: "Give it back as `cursor` for the next page; null on the last.",
    }),
  },
  { $id: "EventAttemptPage", ...closed },
);

/** The query of `GET …/attempts`. */
export const ListEventAttempts = Type.Object(
  {
    eventId: Type.Optional(Id("Only attempts for this event.")),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
    cursor: Type.Optional(Id("`nextCursor` of the page before.")),
  },
  closed,
);
/** The query of `GET …/attempts`. */
export type ListEventAttempts = Static<typeof ListEventAttempts>;
