import { Type, type Static } from "@sinclair/typebox";
import { ConfigurationName, Id, Timestamp } from "./formats.schema.ts";
import { Reason } from "./session.schema.ts";
import { SessionStatus } from "./vocabulary.schema.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** The states of a delivery in the inbox; `DeliveryState` says what each means. */
export const deliveryStates = ["waiting", "unmatched", "processing", "applied", "parked"] as const;
/** Where a delivery stands in the inbox. */
export const DeliveryState = Type.Union(
  deliveryStates.map((state) => Type.Literal(state)),
  {
    description:
      "`waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks.",
  },
);
/** Where a delivery stands in the inbox. */
export type DeliveryState = Static<typeof DeliveryState>;

/** Why a delivery is parked. */
export const DeliveryVerdict = Type.Unsafe<string>({
  type: "string",
  enum: ["unrecognised", "session_missing", "response_unrecognised", "session_unknown"],
  description:
    "Why it is parked: `unrecognised`, its body names no session that could be read; `session_missing`, no session of ours came within an hour; `response_unrecognised`, the provider's answer could not be read; `session_unknown`, the provider does not know the session.",
});

/** One authentic webhook, without its body. */
export const InboxDelivery = Type.Object(
  {
    id: Id("The delivery's id; ids are in the order of receipt."),
    connection: Type.String({ description: "The connection's name." }),
    state: DeliveryState,
    verdict: nullable(DeliveryVerdict),
    eventType: Type.String({ description: "The provider's name of the event." }),
    eventId: nullable(Type.String({ description: "The provider's id of the delivery." })),
    sessionId: nullable(Id("The session it is about.")),
    attempts: Type.Integer({ minimum: 0, description: "Fetches that were begun for it." }),
    receivedAt: Timestamp("When it was committed."),
    settledAt: nullable(Timestamp("When it was applied or parked.")),
  },
  { $id: "InboxDelivery", additionalProperties: false },
);
/** One authentic webhook, without its body. */
export type InboxDelivery = Static<typeof InboxDelivery>;

/** One delivery in full: its body with every value masked. */
export const InboxDeliveryDetail = Type.Object(
  { ...InboxDelivery.properties, body: Type.Unknown({ description: "Member names and kinds of values." }) },
  { $id: "InboxDeliveryDetail", additionalProperties: false },
);

/** A page of deliveries, newest first. */
export const InboxDeliveryPage = Type.Object(
  { items: Type.Array(Type.Ref(InboxDelivery)), nextCursor: nullable(Type.String()) },
  { $id: "InboxDeliveryPage", additionalProperties: false },
);

const filter = {
  state: Type.Optional(DeliveryState),
  verdict: Type.Optional(DeliveryVerdict),
  connection: Type.Optional(ConfigurationName("A connection's name.")),
  sessionId: Type.Optional(Id("A session of any product.")),
  receivedAfter: Type.Optional(Timestamp("Received at this moment or later.")),
  receivedBefore: Type.Optional(Timestamp("Received before this moment.")),
  cursor: Type.Optional(Id("`nextCursor` of the page before.")),
};

/** Which deliveries to list. */
export const ListInboxDeliveries = Type.Object(
  { ...filter, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) },
  { additionalProperties: false },
);

const dryRun = Type.Optional(
  Type.Boolean({ default: true, description: "Only show what would change. Default true." }),
);

/** How to replay one delivery. */
export const ReplayDelivery = Type.Object({ dryRun }, { $id: "ReplayDelivery", additionalProperties: false });

/** Which deliveries to replay: parked ones unless told otherwise. */
export const ReplayDeliveries = Type.Object(
  { dryRun, ...filter, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) },
  { $id: "ReplayDeliveries", additionalProperties: false },
);

/** What a replay would come to, or has come to. */
export const DeliveryReplay = Type.Object(
  {
    deliveryId: Id("The delivery."),
    sessionId: nullable(Id("The session that it is about, in the eyes of the adapter as it is now.")),
    outcome: Type.Union(
      (
        [
          "changes",
          "unchanged",
          "queued",
          "unreadable",
          "not_interesting",
          "no_session",
          "connection_unusable",
          "provider_failed",
          "under_way",
        ] as const
      ).map((outcome) => Type.Literal(outcome)),
    ),
    code: nullable(Type.String({ description: "Why, where there is more to say." })),
    change: nullable(
      Type.Object(
        {
          from: SessionStatus,
          to: SessionStatus,
          reasons: Type.Array(Type.Ref(Reason)),
          isReversal: Type.Boolean(),
          eventType: Type.String(),
        },
        { additionalProperties: false, description: "What it does to the status; null: nothing." },
      ),
    ),
    facts: Type.Array(
      Type.Object(
        {
          path: Type.String({ examples: ["claims.person.givenName"] }),
          change: Type.Unsafe<"added" | "changed" | "removed">({
            type: "string",
            enum: ["added", "changed", "removed"],
          }),
        },
        { additionalProperties: false },
      ),
      {
        description:
          "Of a dry run: which facts about the person it adds, changes or removes, whatever the status does. Never what they say.",
      },
    ),
  },
  { $id: "DeliveryReplay", additionalProperties: false },
);
/** What a replay would come to, or has come to. */
export type DeliveryReplay = Static<typeof DeliveryReplay>;

/** What a replay of deliveries would come to, or has come to. */
export const DeliveryReplays = Type.Object(
  {
    dryRun: Type.Boolean(),
    items: Type.Array(Type.Ref(DeliveryReplay)),
    nextCursor: nullable(Type.String()),
  },
  { $id: "DeliveryReplays", additionalProperties: false },
);

/** Deliveries that were refused lately: a sample, of hashes alone. */
export const RefusedDeliveries = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          at: Timestamp("When it came."),
          connection: Type.String(),
          reason: Type.Union(
            ["malformed", "wrong", "stale", "source", "token_refused"].map((reason) => Type.Literal(reason)),
            {
              description:
                "`malformed`: the proof is missing or cannot be read; `wrong`: it does not hold; `stale`: it held once; `source`: the address is not the provider's; `token_refused`: a request for a token.",
            },
          ),
          source: Type.String({
            description: "Stands for the sender's address, as long as this process of the gateway lives.",
          }),
          bodySha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
          bodyBytes: Type.Integer({ minimum: 0 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: "RefusedDeliveries", additionalProperties: false },
);

/** What is not applied, and since when. */
export const InboxBacklog = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          connection: Type.String(),
          state: DeliveryState,
          verdict: nullable(DeliveryVerdict),
          count: Type.Integer({ minimum: 1 }),
          oldestReceivedAt: Timestamp("When the oldest of them was committed."),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: "InboxBacklog", additionalProperties: false },
);
