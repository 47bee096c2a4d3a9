import { Type, type Static } from "@sinclair/typebox";
import { ApplicantId, FlowName, Id, Timestamp } from "./formats.schema.ts";
import { Session } from "./session.schema.ts";
import {
  CheckKindSchema,
  CheckOutcomeSchema,
  SessionStatus,
  StatusOriginSchema,
} from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;

/** What is true of an applicant now in one flow. An approval in one flow says nothing about another. */
export const ApplicantFlow = Type.Object(
  {
    flow: FlowName,
    status: Type.Unsafe<Static<typeof SessionStatus>>({
      ...SessionStatus,
      description:
        "The newest decision in this flow, or the newest session's status where nothing was decided. `EXPIRED` also when an approval is older than it may be: `validUntil` has passed.",
    }),
    sessionId: Id("The session that the status comes from."),
    origin: Type.Ref(StatusOriginSchema),
    isReopened: Type.Boolean({
      description:
        "Whether the provider has taken the decided case up again. The decision stands until there is another.",
    }),
    decidedAt: Type.Union([Timestamp("When that decision became known."), Type.Null()]),
    validUntil: Type.Union(
      [
        Timestamp(
          "When the approval ends: the earlier of the flow's `validFor` and the document's expiry (the end of that day, UTC).",
        ),
        Type.Null(),
      ],
      { description: "Null: nothing was approved, or it has no end." },
    ),
    checks: Type.Union(
      [
        Type.Array(Type.Object({ kind: CheckKindSchema, outcome: CheckOutcomeSchema }, closed), {
          description: "The checks that decided.",
        }),
        Type.Null(),
      ],
      { description: "Null: nothing was decided, or the report is not kept any more." },
    ),
    openSessionId: Type.Union(
      [Id("The newest session that is under way or in review, whatever was decided before."), Type.Null()],
      { description: "Null: none is." },
    ),
  },
  closed,
);
/** What is true of an applicant now in one flow. */
export type ApplicantFlow = Static<typeof ApplicantFlow>;

/** What is known about an applicant across sessions. */
export const Applicant = Type.Object(
  {
    id: ApplicantId,
    flows: Type.Array(ApplicantFlow, {
      description: "By flow. A flow that is not here was never asked for: `NOT_STARTED`.",
    }),
    latestSession: Type.Ref(Session),
    sessionCount: Type.Integer({ minimum: 1 }),
  },
  {
    $id: "Applicant",
    ...closed,
    description: "The applicant's standing, flow by flow.",
  },
);
/** What is known about an applicant. */
export type Applicant = Static<typeof Applicant>;
