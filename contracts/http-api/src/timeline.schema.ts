import { Type, type Static } from "@sinclair/typebox";
import { Attempt, Id, Timestamp } from "./formats.schema.ts";
import { RouteRecord } from "./routing.schema.ts";
import { Reason } from "./session.schema.ts";
import { SessionStatus, StatusOriginSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;

/** One change of a session. */
export const TimelineEntry = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    attempt: Attempt,
    at: Timestamp("When the change was committed."),
    from: SessionStatus,
    to: SessionStatus,
    origin: Type.Ref(StatusOriginSchema),
    cause: Type.String({
      description:
        "What made the gateway look: `start`, `webhook`, `relaunch`, `refresh`, `schedule`, `lapse`, `operator`, `erasure`, `validity`, `import`, `watch`.",
    }),
    isReversal: Type.Boolean({ description: "Whether a decision was replaced by another." }),
    reasons: Type.Array(Type.Ref(Reason)),
  },
  closed,
);

/** One candidate that routing looked at, and what became of it; `routed` begins each attempt and holds what the choice came from. `outcome_unknown`: something may have been created there that nobody can name. */
export const TraceStep = Type.Object(
  {
    at: Timestamp("When."),
    connection: Type.String(),
    step: Type.Union([
      Type.Literal("routed"),
      Type.Literal("skipped"),
      Type.Literal("attempted"),
      Type.Literal("chosen"),
      Type.Literal("failed"),
      Type.Literal("outcome_unknown"),
    ]),
    why: Type.Optional(Type.String({ description: "A stable code." })),
    route: Type.Optional(Type.Ref(RouteRecord)),
  },
  closed,
);

/** What happened to a session, and why it is where it is. */
export const Timeline = Type.Object(
  {
    sessionId: Id("The session."),
    entries: Type.Array(TimelineEntry, { description: "Oldest first; `seq` has no gap." }),
    decisionTrace: Type.Array(TraceStep, { description: "How the connection was chosen." }),
  },
  { $id: "Timeline", ...closed },
);
/** What happened to a session. */
export type Timeline = Static<typeof Timeline>;
