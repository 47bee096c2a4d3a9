import { Type, type Static, type TProperties } from "@sinclair/typebox";
import { ConfigurationName, FlowName, Timestamp } from "./formats.schema.ts";
import { DocumentTypeSchema, ReasonCodeSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;

/** What sessions can be grouped by in what a tenant gets. */
export const analyticsDimensions = [
  "flow",
  "connection",
  "rule",
  "variant",
  "country",
  "documentType",
] as const;
/** What sessions can be grouped by. */
export type AnalyticsDimension = (typeof analyticsDimensions)[number];

/** The most rows that an answer has. */
export const maxAnalyticsRows = 5000;
/** Fewer sessions than this are no row in what a tenant gets. */
export const smallestAnalyticsCell = 5;

/** How long a bucket is. */
export const AnalyticsGranularity = Type.Unsafe<"hour" | "day">({
  type: "string",
  enum: ["hour", "day"],
  description: "How long a bucket is; both begin in UTC.",
});

/** On which side of its rule's canary an applicant was. */
export const RoutingVariant = Type.Unsafe<"canary" | "control">({
  type: "string",
  enum: ["canary", "control"],
  description: "On which side of its rule's canary the applicant was.",
});

/** The members of a query that say which time is asked for. */
export const analyticsPeriod = {
  from: Type.Optional(
    Timestamp(
      "Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`.",
    ),
  ),
  to: Type.Optional(
    Timestamp(
      "Sessions that were asked for before this; taken forward to the end of its bucket. Default: now.",
    ),
  ),
} as const;

/** The members of a query that narrow it down. */
export const analyticsFilters = {
  flow: Type.Optional(FlowName),
  connection: Type.Optional(ConfigurationName("Only sessions of this connection.")),
  rule: Type.Optional(ConfigurationName("Only sessions that this routing rule decided about.")),
  variant: Type.Optional(RoutingVariant),
} as const;

/** The same by what the document is. */
export const analyticsDocumentFilters = {
  country: Type.Optional(
    Type.String({
      pattern: "^[A-Z]{3}$",
      "x-allowed": "a country of ISO 3166-1 alpha-3 in upper case, such as GEO",
      description: "Only sessions whose document this country issued.",
      examples: ["GEO"],
    }),
  ),
  documentType: Type.Optional(DocumentTypeSchema),
} as const;

const GroupBy = (words: readonly string[]) => {
  const one = `(${words.join("|")})`;
  return Type.Optional(
    Type.String({
      maxLength: 100,
      pattern: `^${one}(,${one})*$`,
      "x-allowed": `one or more of these, separated by commas: ${words.join(", ")}`,
      description: `What to tell sessions apart by, separated by commas: ${words.join(", ")}. Absent: by their bucket alone.`,
      examples: ["flow,connection"],
    }),
  );
};

/** The query of `GET /v1/analytics`. */
export const AnalyticsQuery = Type.Object(
  {
    ...analyticsPeriod,
    granularity: Type.Optional(AnalyticsGranularity),
    groupBy: GroupBy(analyticsDimensions),
    ...analyticsFilters,
    ...analyticsDocumentFilters,
  },
  closed,
);
/** The query of `GET /v1/analytics`. */
export type AnalyticsQuery = Static<typeof AnalyticsQuery>;

const tenant = { tenant: Type.Optional(ConfigurationName("Only sessions of this tenant.")) } as const;

/** The query of `GET /admin/v1/analytics`. */
export const AdminAnalyticsQuery = Type.Object(
  {
    ...AnalyticsQuery.properties,
    ...tenant,
    groupBy: GroupBy(["tenant", ...analyticsDimensions]),
  },
  closed,
);
/** The query of `GET /admin/v1/analytics`. */
export type AdminAnalyticsQuery = Static<typeof AdminAnalyticsQuery>;

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Seconds = (description: string) => Type.Number({ minimum: 0, description });
const Value = (description: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Null()], { description: `${description} There where it is grouped by.` }),
  );

const counters = {
  created: Count("Sessions that were asked for in the bucket; all else is of these."),
  launched: Count("That a provider made, so that the applicant got a link."),
  seen: Count("Whose applicant was seen at the provider."),
  decided: Count("That are approved or rejected now."),
  approved: Count("That are approved now."),
  rejected: Count("That are rejected now."),
  expired: Count("That lapsed without a decision."),
  open: Count("That are neither decided nor expired yet."),
  reversed: Count("Whose decision was ever replaced by another one."),
  attempts: Count("Tries of the applicants who were seen."),
} as const satisfies TProperties;

/** What became of the sessions of one bucket and group. */
export const AnalyticsRow = Type.Object(
  {
    startsAt: Timestamp("The begin of the bucket."),
    tenant: Value("The tenant's name."),
    flow: Value("The flow."),
    connection: Value("The connection; null: no provider made a session."),
    rule: Value("The routing rule that decided; null: none did."),
    variant: Value("The side of the rule's canary, `canary` or `control`; null: there was no choice."),
    country: Value("The country that issued the document; null: not known, or not yet."),
    documentType: Value("The kind of document; null: not known, or not yet."),
    ...counters,
    rejectedByReason: Type.Array(
      Type.Object({ code: ReasonCodeSchema, sessions: Count("Rejected sessions with this reason.") }, closed),
      { description: "A session may have several reasons." },
    ),
    timeToDecision: Type.Union(
      [
        Type.Object(
          {
            sessions: Count("Sessions that were ever decided."),
            meanSeconds: Seconds("The mean."),
            p50Seconds: Seconds("Half of them took no longer."),
            p90Seconds: Seconds("Nine in ten took no longer."),
            p99Seconds: Seconds("99 in a hundred took no longer."),
          },
          closed,
        ),
        Type.Null(),
      ],
      {
        description:
          "From the request for the session to its first decision. Quantiles come from a histogram whose bounds grow by half an octave. Null: nothing was decided.",
      },
    ),
    cost: Type.Array(
      Type.Object(
        {
          currency: Type.String({ description: "ISO 4217.", examples: ["EUR"] }),
          amount: Type.String({ description: "An amount with two to six decimals.", examples: ["12.50"] }),
        },
        closed,
      ),
      {
        description:
          "What the providers charge by the price lists of their connections (`prices`), by currency. Empty: no connection has prices of that time.",
      },
    ),
  },
  { $id: "AnalyticsRow", ...closed },
);
/** What became of the sessions of one bucket and group. */
export type AnalyticsRow = Static<typeof AnalyticsRow>;

/** What became of sessions, by when they were asked for. */
export const AnalyticsReport = Type.Object(
  {
    from: Timestamp("The begin of the first bucket."),
    to: Timestamp("The end of the last bucket."),
    granularity: AnalyticsGranularity,
    groupBy: Type.Array(Type.String(), { description: "As it was asked for." }),
    items: Type.Array(Type.Ref(AnalyticsRow), {
      description: "In the order of time. A bucket or group without sessions is not there.",
    }),
    suppressed: Type.Union(
      [
        Type.Object(
          {
            fewerThan: Type.Integer({ description: "A row of fewer sessions is not shown." }),
            isAny: Type.Boolean({ description: "Whether any row is not shown." }),
          },
          closed,
        ),
        Type.Null(),
      ],
      {
        description:
          "Rows that would say too much about few people, and those from which these could be computed. Null: nothing is held back (operators).",
      },
    ),
  },
  { $id: "AnalyticsReport", ...closed },
);
/** What became of sessions, by when they were asked for. */
export type AnalyticsReport = Static<typeof AnalyticsReport>;

const { variant: _variant, ...comparable } = analyticsFilters;

/** The query of `GET /v1/analytics/comparison`. */
export const AnalyticsComparisonQuery = Type.Object({ ...analyticsPeriod, ...comparable }, closed);
/** The query of `GET /v1/analytics/comparison`. */
export type AnalyticsComparisonQuery = Static<typeof AnalyticsComparisonQuery>;

/** The query of `GET /admin/v1/analytics/comparison`. */
export const AdminAnalyticsComparisonQuery = Type.Object(
  { ...analyticsPeriod, ...comparable, ...tenant },
  closed,
);
/** The query of `GET /admin/v1/analytics/comparison`. */
export type AdminAnalyticsComparisonQuery = Static<typeof AdminAnalyticsComparisonQuery>;

const Estimate = (description: string, minimum: number) =>
  Type.Union(
    [
      Type.Object(
        {
          value: Type.Number({ minimum, maximum: 1 }),
          low: Type.Number({ minimum, maximum: 1 }),
          high: Type.Number({ minimum, maximum: 1 }),
        },
        closed,
      ),
      Type.Null(),
    ],
    { description: `${description} Null: there was nothing to compute it from.` },
  );

const side = (description: string) =>
  Type.Object(
    {
      created: counters.created,
      decided: counters.decided,
      approved: counters.approved,
      approvalRate: Estimate("Approved of decided, with Wilson's interval.", 0),
      completionRate: Estimate("Decided of created, with Wilson's interval.", 0),
    },
    { ...closed, description },
  );

/** The canary of one rule against its control. */
export const CanaryComparison = Type.Object(
  {
    tenant: Type.Optional(Type.String({ description: "The tenant's name; of operators' answers." })),
    rule: Type.String({ description: "The routing rule." }),
    canary: side("Those whom the canary takes by their bucket, wherever the session ended up."),
    control: side("All others whom it could have taken."),
    approvalDifference: Estimate("Canary less control, with Newcombe's interval.", -1),
    completionDifference: Estimate("Canary less control, with Newcombe's interval.", -1),
  },
  { $id: "CanaryComparison", ...closed },
);
/** The canary of one rule against its control. */
export type CanaryComparison = Static<typeof CanaryComparison>;

/** The canaries of a time against their controls. */
export const CanaryComparisons = Type.Object(
  {
    from: Timestamp("The begin of the first day."),
    to: Timestamp("The end of the last day."),
    confidence: Type.Number({
      description: "How sure it is that the true value lies in an interval.",
      examples: [0.95],
    }),
    items: Type.Array(Type.Ref(CanaryComparison)),
  },
  { $id: "CanaryComparisons", ...closed },
);
/** The canaries of a time against their controls. */
export type CanaryComparisons = Static<typeof CanaryComparisons>;
