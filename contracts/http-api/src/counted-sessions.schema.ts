import { Type, type Static } from "@sinclair/typebox";
import { analyticsDocumentFilters, analyticsFilters, analyticsPeriod } from "./analytics.schema.ts";
import { ConfigurationName, Id, Timestamp } from "./formats.schema.ts";
import { ReasonCodeSchema, SessionStatus } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;

const drillDown = {
  ...analyticsPeriod,
  ...analyticsFilters,
  status: Type.Optional(SessionStatus),
  reason: Type.Optional(ReasonCodeSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: "^[A-Za-z0-9_-]+$",
      "x-allowed": "the nextCursor of an earlier page of this list",
    }),
  ),
} as const;

/** The query of `GET /v1/analytics/sessions`. */
export const CountedSessionsQuery = Type.Object(drillDown, closed);
/** The query of `GET /v1/analytics/sessions`. */
export type CountedSessionsQuery = Static<typeof CountedSessionsQuery>;

/** The query of `GET /admin/v1/analytics/sessions`. */
export const AdminCountedSessionsQuery = Type.Object(
  {
    ...drillDown,
    ...analyticsDocumentFilters,
    tenant: Type.Optional(ConfigurationName("Only sessions of this tenant.")),
  },
  closed,
);
/** The query of `GET /admin/v1/analytics/sessions`. */
export type AdminCountedSessionsQuery = Static<typeof AdminCountedSessionsQuery>;

/** The sessions behind a number. */
export const CountedSessionPage = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          sessionId: Id("The session's id."),
          hour: Timestamp("The hour in which it was asked for."),
          status: SessionStatus,
        },
        closed,
      ),
      { description: "In the order of time. Erased sessions are counted and not listed." },
    ),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: "Give it back as `cursor` for the next page; null on the last.",
    }),
  },
  { $id: "CountedSessionPage", ...closed },
);
/** The sessions behind a number. */
export type CountedSessionPage = Static<typeof CountedSessionPage>;
