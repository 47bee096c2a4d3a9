import { Type, type Static } from "@sinclair/typebox";
import { ApplicantId, ConfigurationName, GivenReason, Id, Timestamp } from "./formats.schema.ts";

const closed = { additionalProperties: false } as const;
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()]);

/** What was asked to be erased, and how far it is. */
export const Erasure = Type.Object(
  {
    id: Id("The erasure's id."),
    kind: Type.Union([Type.Literal("session"), Type.Literal("applicant")]),
    cause: Type.Union([Type.Literal("request"), Type.Literal("retention")]),
    state: Type.Union([Type.Literal("pending"), Type.Literal("done")], {
      description:
        "`pending` until every provider is settled. Our own copies were gone when it was accepted.",
    }),
    requestedAt: Timestamp("When our copies went."),
    completedAt: nullable(Timestamp("When everything was settled.")),
    sessions: Type.Array(
      Type.Object(
        {
          id: Id("The session."),
          connection: nullable(Type.String()),
          atProvider: Type.Union(
            [
              Type.Literal("pending"),
              Type.Literal("confirmed"),
              Type.Literal("unsupported"),
              Type.Literal("nothing_there"),
              Type.Literal("unknown"),
              Type.Literal("confirmed_by_operator"),
            ],
            {
              description:
                "`confirmed`: the provider said so. `unsupported`: it offers no erasure, its copy is still there. `nothing_there`: nothing was created there. `unknown`: nobody ever learnt whether something was. `confirmed_by_operator`: done by other means.",
            },
          ),
          settledAt: nullable(Timestamp("When that was known.")),
          abandonedStarts: Type.Array(
            Type.Object(
              { connection: Type.String(), adapter: Type.String(), atProvider: Type.Literal("unknown") },
              closed,
            ),
            {
              description:
                "Connections where the session was started before and no answer came: the provider may have made a session that nobody can name, and so nobody can erase. It lapses there.",
            },
          ),
        },
        closed,
      ),
    ),
    receipt: nullable(
      Type.String({
        description:
          "A signed statement of all this (JWS, compact, Ed25519; the keys are at `/.well-known/jwks.json`), without personal data. Null until it is done.",
      }),
    ),
  },
  { $id: "Erasure", ...closed, description: "What was asked to be erased, and how far it is." },
);
/** What was asked to be erased. */
export type Erasure = Static<typeof Erasure>;

/** The keys that receipts are checked with (RFC 7517). */
export const JsonWebKeySet = Type.Object(
  {
    keys: Type.Array(
      Type.Object(
        {
          kty: Type.String(),
          crv: Type.String(),
          x: Type.String(),
          kid: Type.String(),
          alg: Type.String(),
          use: Type.String(),
        },
        closed,
      ),
    ),
  },
  { $id: "JsonWebKeySet", ...closed, description: "Public keys of this gateway (RFC 7517)." },
);

const Why = GivenReason("Why: for whoever looks next. Sealed at rest; no personal data, please.");

/** The body of `POST /admin/v1/legal-holds`: of a session, or of a person with all sessions. */
export const PlaceLegalHold = Type.Object(
  {
    tenant: ConfigurationName("The tenant's name."),
    sessionId: Type.Optional(Id("Keeps this session.")),
    applicantId: Type.Optional(ApplicantId),
    reason: Why,
  },
  { $id: "PlaceLegalHold", ...closed, description: "Exactly one of `sessionId` and `applicantId`." },
);

/** The body of what operators do to an erasure or a hold. */
export const WithReason = Type.Object({ reason: Why }, { $id: "WithReason", ...closed });

/** What keeps data from being erased. */
export const LegalHold = Type.Object(
  {
    id: Id("The hold's id."),
    tenant: Type.String(),
    sessionId: nullable(Id("The session that it keeps.")),
    applicantHash: nullable(Type.String({ description: "The person that it keeps: a keyed hash." })),
    reason: Type.String(),
    placedBy: Type.String(),
    placedAt: Timestamp("Since when."),
    releasedBy: nullable(Type.String()),
    releasedAt: nullable(Timestamp("Until when.")),
    releaseReason: nullable(Type.String()),
  },
  { $id: "LegalHold", ...closed },
);
/** What keeps data from being erased. */
export type LegalHold = Static<typeof LegalHold>;

/** Holds, the newest first. */
export const LegalHoldList = Type.Object(
  { items: Type.Array(Type.Ref(LegalHold)) },
  { $id: "LegalHoldList", ...closed },
);

/** Erasures that no provider has confirmed yet, the oldest first. */
export const OpenErasureList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          sessionId: Id("The session."),
          tenant: Type.String(),
          connection: nullable(Type.String()),
          state: Type.Union([Type.Literal("pending"), Type.Literal("dead")], {
            description: "`dead`: nothing is tried any more until an operator retries or confirms it.",
          }),
          attempts: Type.Integer(),
          lastFailure: nullable(
            Type.String({
              description: "A provider's failure, or `legal_hold`, `start_under_way`, `connection_removed`.",
            }),
          ),
          requestedAt: Timestamp("When it was asked for."),
          nextAttemptAt: nullable(Timestamp("When it is tried next; null: not.")),
        },
        closed,
      ),
    ),
  },
  { $id: "OpenErasureList", ...closed },
);
/** Erasures that no provider has confirmed yet. */
export type OpenErasureList = Static<typeof OpenErasureList>;

/** What the next run will clear. */
export const RetentionPreview = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          tenant: Type.String(),
          class: Type.String({ examples: ["claims"] }),
          days: Type.Integer({ description: "How long the tenant keeps it." }),
          due: Type.Integer({ description: "Rows beyond that." }),
          held: Type.Integer({ description: "Rows beyond that, which a legal hold keeps." }),
          oldestAt: nullable(Timestamp("Of the oldest row that is due.")),
        },
        closed,
      ),
    ),
  },
  { $id: "RetentionPreview", ...closed },
);
