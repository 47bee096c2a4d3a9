import { Type, type Static } from "@sinclair/typebox";

const Codes = (description: string) => Type.Array(Type.String(), { description });
const Moment = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));

/** Something that happened in a session. */
const SessionActivity = Type.Object(
  {
    id: Type.Optional(Type.String({ description: "The provider's, where it has one." })),
    type: Type.String({
      description: "The provider's word in lower case, an open set.",
      examples: ["page_loaded"],
    }),
    at: Moment("When, where the provider tells."),
  },
  { additionalProperties: false },
);

const StepSummary = Type.Object(
  {
    step: Type.Union([Type.Literal("document"), Type.Literal("liveness")]),
    startedAt: Moment("When it began."),
    endedAt: Moment("When it ended."),
    attempts: Type.Optional(Type.Number({ description: "How often the applicant tried." })),
    failures: Codes("The provider's codes of what went wrong."),
  },
  { additionalProperties: false },
);

const ActivitySummary = Type.Object(
  {
    startedAt: Moment("When the session began."),
    durationMs: Type.Optional(Type.Number({ description: "How long it took, in milliseconds." })),
    steps: Type.Array(StepSummary),
    endedAtStep: Type.Optional(Type.String({ description: "Where it ended early, the provider's word." })),
    endReasons: Codes("Why it ended early, the provider's codes."),
  },
  { additionalProperties: false, description: "Absent: the provider gives none." },
);

/** What happened in a session, as the provider recorded it. */
export const SessionActivities = Type.Object(
  { items: Type.Array(SessionActivity), summary: Type.Optional(ActivitySummary) },
  {
    $id: "SessionActivities",
    additionalProperties: false,
    description: "What happened in the session, oldest first, as the provider recorded it.",
    examples: [
      {
        items: [{ id: "6162636465666768696a6b6c", type: "page_loaded", at: "2026-05-04T10:00:00.000Z" }],
        summary: {
          durationMs: 8000,
          steps: [{ step: "document", attempts: 1, failures: [] }],
          endReasons: [],
        },
      },
    ],
  },
);
/** What happened in a session. */
export type SessionActivities = Static<typeof SessionActivities>;
