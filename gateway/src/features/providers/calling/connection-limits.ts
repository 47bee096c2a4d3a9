import { Type, type Static } from "@sinclair/typebox";

/** What an account bears, as its provider grants it. */
export const ConnectionLimitsSchema = Type.Object(
  {
    callsPerSecond: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 10_000,
        description:
          "Calls begun per second by one replica; some adapters need two or three requests for one call",
      }),
    ),
    concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "Calls at the same time in one replica" }),
    ),
  },
  { additionalProperties: false },
);

/** What an account bears. Absent: no quota, and the host's own bound on concurrency. */
export type ConnectionLimits = Static<typeof ConnectionLimitsSchema>;
