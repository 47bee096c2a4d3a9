import { Type, type Static } from "@sinclair/typebox";
import { AnalyticsGranularity, analyticsPeriod } from "./analytics.schema.ts";
import { ConfigurationName, Timestamp } from "./formats.schema.ts";

const closed = { additionalProperties: false } as const;
const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** The query of `GET /v1/analytics/provider-calls`. */
export const ProviderCallQuery = Type.Object(
  {
    ...analyticsPeriod,
    granularity: Type.Optional(AnalyticsGranularity),
    connection: Type.Optional(ConfigurationName("Only calls of this connection.")),
  },
  closed,
);
/** The query of `GET /v1/analytics/provider-calls`. */
export type ProviderCallQuery = Static<typeof ProviderCallQuery>;

const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

/** Calls of one operation at a provider, within one bucket. */
export const ProviderCallRow = Type.Object(
  {
    startsAt: Timestamp("The begin of the bucket."),
    connection: Type.String({ description: "The connection's name." }),
    operation: Type.String({ description: "What was asked of the provider.", examples: ["start"] }),
    calls: Count("Calls, each try by itself. What a tenant gets is rounded down to tens."),
    failedShare: Share("Of these, those that failed or were given up."),
    failures: Type.Array(
      Type.Object(
        {
          outcome: Type.String({ description: "How they failed.", examples: ["timeout"] }),
          share: Share("Of all calls."),
        },
        closed,
      ),
    ),
    meanMs: Count("The mean duration."),
    p50Ms: Count("Half of them took no longer."),
    p90Ms: Count("Nine in ten took no longer."),
    p99Ms: Count("99 in a hundred took no longer."),
  },
  { $id: "ProviderCallRow", ...closed },
);
/** Calls of one operation at a provider, within one bucket. */
export type ProviderCallRow = Static<typeof ProviderCallRow>;

/** How providers answer. */
export const ProviderCallReport = Type.Object(
  {
    from: Timestamp("The begin of the first bucket."),
    to: Timestamp("The end of the last bucket."),
    granularity: AnalyticsGranularity,
    items: Type.Array(Type.Ref(ProviderCallRow), { description: "In the order of time." }),
  },
  { $id: "ProviderCallReport", ...closed },
);
/** How providers answer. */
export type ProviderCallReport = Static<typeof ProviderCallReport>;
