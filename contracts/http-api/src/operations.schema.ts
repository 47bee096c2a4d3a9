import { Type, type Static } from "@sinclair/typebox";
import { BlocklistGroundSchema } from "./blocklist.schema.ts";
import { Id, Timestamp } from "./formats.schema.ts";

const closed = { additionalProperties: false } as const;
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** How a circuit breaker is. */
export const BreakerState = Type.Unsafe<"closed" | "half_open" | "open">({
  type: "string",
  enum: ["closed", "half_open", "open"],
  description: "`open`: calls are refused. `half_open`: one call finds out whether the provider is back.",
});

/** How a connection does, as the process that answers sees it. */
export const ConnectionHealth = Type.Object(
  {
    connection: Type.String(),
    adapter: Type.String(),
    tenant: nullable(Type.String({ description: "Whose account it is; null: shared." })),
    state: Type.Unsafe<"ok" | "failing" | "held" | "retired">({
      type: "string",
      enum: ["ok", "failing", "held", "retired"],
      description:
        "`failing`: a breaker is not closed. `held`: an operator refuses all calls. `retired`: no new sessions.",
    }),
    hold: nullable(
      Type.Object(
        { by: Type.String(), since: Timestamp("Since when."), reason: Type.String() },
        { ...closed, description: "Who holds it, and why." },
      ),
    ),
    limits: Type.Object(
      { callsPerSecond: nullable(Type.Number()), concurrency: nullable(Type.Integer()) },
      { ...closed, description: "What operators limited calls to; null: no limit." },
    ),
    breakers: Type.Array(Type.Object({ operation: Type.String(), state: BreakerState }, closed), {
      description: "Of each operation that was called.",
    }),
    recentCalls: Type.Object(
      {
        calls: Count("The last calls, at most 200."),
        failures: Count("How many of them failed."),
        medianMs: nullable(Type.Integer({ minimum: 0 })),
        slowestMs: nullable(Type.Integer({ minimum: 0 })),
        since: nullable(Timestamp("When the first of them ended.")),
      },
      closed,
    ),
    recentFailures: Type.Array(
      Type.Object(
        {
          at: Timestamp("When it failed."),
          operation: Type.String({ examples: ["start"] }),
          code: Type.String({ description: "A stable code.", examples: ["timeout"] }),
          durationMs: Type.Integer({ minimum: 0 }),
        },
        closed,
      ),
      { description: "Of the last calls, newest first, at most 20. No text of the provider's." },
    ),
    lastDeliveryAt: nullable(Timestamp("When its provider last posted a webhook, as of the last count.")),
    usualGapSeconds: nullable(Type.Number({ description: "How far apart its webhooks usually are." })),
  },
  { $id: "ConnectionHealth", ...closed },
);
/** How a connection does. */
export type ConnectionHealth = Static<typeof ConnectionHealth>;

/** How all connections do. */
export const ConnectionHealthList = Type.Object(
  {
    items: Type.Array(Type.Ref(ConnectionHealth)),
    unusable: Type.Array(Type.Object({ connection: Type.String(), why: Type.String() }, closed), {
      description: "Connections that are configured and cannot be used.",
    }),
  },
  { $id: "ConnectionHealthList", ...closed },
);
/** How all connections do. */
export type ConnectionHealthList = Static<typeof ConnectionHealthList>;

/** How far a job is. */
export const JobState = Type.Unsafe<"ready" | "scheduled" | "locked" | "dead">({
  type: "string",
  enum: ["ready", "scheduled", "locked", "dead"],
  description:
    "`ready`: a worker takes it next. `scheduled`: its time has not come. `locked`: a worker is at it. `dead`: tried too often, an operator has to retry it.",
});

/** A job of the queue, without its payload. */
export const Job = Type.Object(
  {
    id: Type.String({ pattern: "^[0-9]{1,19}$", examples: ["4711"], description: "The job's id." }),
    task: Type.String({ examples: ["refresh-session"] }),
    state: JobState,
    attempts: Count("How often it was tried."),
    maxAttempts: Count("How often it is tried at most."),
    runAt: Timestamp("From when on it may run."),
    createdAt: Timestamp("When it was queued."),
    lockedAt: nullable(Timestamp("Since when a worker is at it.")),
    hasFailed: Type.Boolean({
      description: "Whether the last try failed; why, the log says under the job's id.",
    }),
  },
  { $id: "Job", ...closed },
);
/** A job of the queue. */
export type Job = Static<typeof Job>;

/** The job queue. */
export const JobList = Type.Object(
  {
    counts: Type.Array(Type.Object({ task: Type.String(), state: JobState, count: Count("Jobs.") }, closed), {
      description: "Jobs by task and state; at most 10,000 are counted.",
    }),
    items: Type.Array(Type.Ref(Job), { description: "Newest first." }),
  },
  { $id: "JobList", ...closed },
);
/** The job queue. */
export type JobList = Static<typeof JobList>;

/** The query of `GET /admin/v1/jobs`. */
export const ListJobs = Type.Object(
  {
    state: Type.Optional(JobState),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);

/** What needs an operator's attention. */
export const attentionKinds = {
  sessions_in_review: "sessions that are `PENDING_REVIEW`",
  deliveries_parked: "webhooks that could not be understood or matched",
  deliveries_unmatched: "webhooks whose session is not known yet",
  connections_unusable: "connections that cannot be used as they are configured",
  connections_failing: "connections with a breaker that is not closed",
  connections_held: "connections that an operator holds",
  erasures_dead: "erasures that are not tried any more",
  jobs_dead: "jobs that are not tried any more",
  endpoints_disabled: "event endpoints that get nothing any more",
  endpoints_warned: "event endpoints whose posts have been failing for a while",
} as const;
/** What needs an operator's attention. */
export type AttentionKind = keyof typeof attentionKinds;

/** What an operator should look at now, and how the last day was. */
export const Overview = Type.Object(
  {
    attention: Type.Array(
      Type.Object(
        {
          kind: Type.Unsafe<AttentionKind>({
            type: "string",
            enum: Object.keys(attentionKinds),
            description: Object.entries(attentionKinds)
              .map(([kind, meaning]) => `- \`${kind}\`: ${meaning}`)
              .join("\n"),
          }),
          count: Type.Integer({ minimum: 1, description: "At most 1000 are counted." }),
          oldestAt: nullable(Timestamp("Since when the oldest of them is so, where that is known.")),
        },
        closed,
      ),
      { description: "Only what there is something of." },
    ),
    hours: Type.Array(
      Type.Object(
        {
          startsAt: Timestamp("The begin of the hour."),
          created: Count("Sessions that were asked for in the hour."),
          approved: Count("Of these, approved by now."),
          rejected: Count("Of these, rejected by now."),
          expired: Count("Of these, expired by now."),
          open: Count("Of these, not decided yet."),
        },
        closed,
      ),
      { description: "The last 24 hours, the oldest first; hours without sessions too." },
    ),
  },
  { $id: "Overview", ...closed },
);
/** What an operator should look at now. */
export type Overview = Static<typeof Overview>;

/** How far something is that a tenant has at a provider's account. */
export const AccountRecordState = Type.Unsafe<"placing" | "active" | "stopping">({
  type: "string",
  enum: ["placing", "active", "stopping"],
  description: "`placing`: the provider has not confirmed it yet. `stopping`: it is being removed there.",
});

const accountRecord = {
  id: Id("Its id."),
  connection: nullable(Type.String()),
  sessionId: nullable(Id("The session that it came from.")),
  state: AccountRecordState,
  createdAt: Timestamp("When it was asked for."),
};
const page = {
  nextCursor: nullable(Type.String({ description: "Give it back as `cursor`; null on the last page." })),
};

/** A tenant's watches of the lists, without whom they are about. */
export const OperatorWatchPage = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        { ...accountRecord, changedAt: nullable(Timestamp("When the lists last said something new.")) },
        closed,
      ),
    ),
    ...page,
  },
  { $id: "OperatorWatchPage", ...closed },
);
/** A tenant's watches of the lists. */
export type OperatorWatchPage = Static<typeof OperatorWatchPage>;

/** A tenant's entries of blocklists, without what they hold. */
export const OperatorBlocklistPage = Type.Object(
  { items: Type.Array(Type.Object({ ...accountRecord, ground: BlocklistGroundSchema }, closed)), ...page },
  { $id: "OperatorBlocklistPage", ...closed },
);
/** A tenant's entries of blocklists. */
export type OperatorBlocklistPage = Static<typeof OperatorBlocklistPage>;
