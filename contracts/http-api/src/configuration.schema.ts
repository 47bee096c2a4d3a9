import { Type, type Static } from "@sinclair/typebox";
import { CreateEventEndpoint } from "./event-endpoint.schema.ts";
import { CalendarDate, ConfigurationName, FlowName, ValidFor } from "./formats.schema.ts";
import { RuleConfiguration } from "./rule-configuration.schema.ts";
import { CheckKindSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const oneOrMore = { minItems: 1, maxItems: 500, uniqueItems: true } as const;

/** Where a file's secret really is: an environment variable, or a file, of whoever applies it. */
export const SecretReference = Type.Union([
  Type.Object(
    {
      $env: Type.String({
        pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
        maxLength: 200,
        "x-allowed": "the name of an environment variable: letters, digits and _, beginning with no digit",
      }),
    },
    { ...closed, description: "The value of this environment variable." },
  ),
  Type.Object(
    { $file: Type.String({ minLength: 1, maxLength: 1000 }) },
    { ...closed, description: "The content of this file, without a line break at its end." },
  ),
]);
/** Where a file's secret really is. */
export type SecretReference = Static<typeof SecretReference>;

/** Stands for a secret that the gateway has and does not tell: `{"$stored": true}` leaves it as it is. */
export const StoredSecret = Type.Object(
  { $stored: Type.Literal(true) },
  { ...closed, description: "The secret as it is stored already." },
);

const Amount = (description: string) =>
  Type.Optional(
    Type.String({
      maxLength: 13,
      pattern: "^[0-9]{1,6}(\\.[0-9]{1,6})?$",
      "x-allowed": "an amount with at most 6 digits before and 6 after the point, such as 1.25",
      description,
      examples: ["1.25"],
    }),
  );

/** What a provider charges from a day on. */
export const PriceConfiguration = Type.Object(
  {
    validFrom: CalendarDate(
      "Sessions that were asked for from this day on (UTC), until the next price in this currency.",
    ),
    currency: Type.String({
      pattern: "^[A-Z]{3}$",
      "x-allowed": "a currency of ISO 4217 in upper case, such as EUR",
      description: "ISO 4217.",
      examples: ["EUR"],
    }),
    perSession: Amount("For each session that the provider made."),
    perDecision: Amount("For each session that is approved or rejected."),
    perAttempt: Amount("For each try of an applicant who was seen."),
  },
  { ...closed, description: "What the provider charges from a day on." },
);
/** What a provider charges from a day on. */
export type PriceConfiguration = Static<typeof PriceConfiguration>;

/** One configured account at a provider. */
export const ConnectionConfiguration = Type.Object(
  {
    name: ConfigurationName("Unique among all connections; the `:connection` of its webhook URL."),
    adapter: Type.String({ minLength: 1, maxLength: 63, description: "The adapter's id." }),
    tenant: Type.Optional(ConfigurationName("The tenant whose account it is. Absent: it is shared.")),
    tenants: Type.Optional(
      Type.Array(ConfigurationName("A tenant's name."), {
        ...oneOrMore,
        description: "The tenants that share it. Absent, and no `tenant` either: all of them.",
      }),
    ),
    isRetired: Type.Optional(
      Type.Boolean({ description: "No new sessions start there; existing sessions continue." }),
    ),
    prices: Type.Optional(
      Type.Array(PriceConfiguration, {
        maxItems: 100,
        description:
          "The provider's price list, for the cost in analytics. It counts from now on for the past, too.",
      }),
    ),
    settings: Type.Record(Type.String(), Type.Unknown(), {
      description:
        'What the adapter needs, by its own schema. In a file every secret is a reference: {"$env": "NAME"}, {"$file": "/path"}, or {"$stored": true} for what the gateway has already. A list of secrets may hold several that are live at once.',
    }),
  },
  { ...closed, description: "One configured account at a provider." },
);
/** One configured account at a provider. */
export type ConnectionConfiguration = Static<typeof ConnectionConfiguration>;

/** A page of the gateway that applicants enter by. */
const LaunchPageConfiguration = Type.Object(
  {
    returnUrl: Type.Optional(
      Type.String({
        format: "uri",
        maxLength: 2000,
        description:
          "Where the page leads back to when there is nothing left to do: an https or http URL, or one with a scheme of the tenant's `returnUrls.appSchemes`.",
      }),
    ),
  },
  {
    ...closed,
    description:
      "Present: `launch.url` of the flow's sessions is a page of the gateway that leads to the provider, offers to go on on a phone, and gives a fresh link when one has lapsed. It needs `KYC_PUBLIC_URL`.",
  },
);

/** A tenant's named recipe. */
export const FlowConfiguration = Type.Object(
  {
    name: FlowName,
    requiredChecks: Type.Optional(
      Type.Array(CheckKindSchema, {
        uniqueItems: true,
        description: "What a provider must be able to check; others are passed over.",
      }),
    ),
    validFor: Type.Optional(ValidFor),
    launchPage: Type.Optional(LaunchPageConfiguration),
    targets: Type.Array(
      Type.Object(
        {
          connection: ConfigurationName("A connection of the tenant's, or one that it shares."),
          settings: Type.Optional(
            Type.Record(Type.String(), Type.Unknown(), {
              description: "The flow's part for this provider, by the adapter's own schema.",
            }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20, description: "In the order of preference, where no rule decides." },
    ),
  },
  { ...closed, description: "A flow: what products ask for by name, and the connections that can serve it." },
);
/** A tenant's named recipe. */
export type FlowConfiguration = Static<typeof FlowConfiguration>;

const RetentionDays = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500, description }));

/** What a tenant demands for its people's data. */
export const PrivacyConfiguration = Type.Object(
  {
    isAccessReasonRequired: Type.Optional(
      Type.Boolean({
        description:
          "Whether every read of claims or evidence must say why, in `X-Access-Reason`. Default false.",
      }),
    ),
    retentionDays: Type.Optional(
      Type.Object(
        {
          claims: RetentionDays("What the provider reported: after the session's end."),
          deliveries: RetentionDays("Bodies of webhooks: after they came in."),
          sessions: RetentionDays(
            "Everything personal of a session: that long after its end it is erased, at the provider too.",
          ),
          timeline: RetentionDays(
            "Reasons in the timeline, and the decision trace: after the session's end.",
          ),
          watches: RetentionDays("Watches: after they were begun. They end at the provider too."),
          blocklist: RetentionDays(
            "Entries of blocklists: after they were made. They are removed at the provider too.",
          ),
          events: RetentionDays(
            "Reasons in events: after they occurred. The events go with all others', by `KYC_EVENT_RETENTION_DAYS`.",
          ),
        },
        {
          ...closed,
          description:
            "Days to keep each class of data. An absent one has no limit of the tenant's own. Legal holds go first.",
        },
      ),
    ),
  },
  { ...closed, description: "What the tenant requires for people's data." },
);
/** What a tenant demands for its people's data. */
export type PrivacyConfiguration = Static<typeof PrivacyConfiguration>;

/** The days before the end of an approval's validity at which it is told, where a tenant does not say. */
export const defaultNoticeDays = 30;

/** How a tenant is told that approvals end. */
export const ValidityConfiguration = Type.Object(
  {
    noticeDays: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 365,
        description: `How many days before an approval's \`validUntil\` the event \`applicant.expiring\` is sent; 0: never. Default ${defaultNoticeDays}.`,
      }),
    ),
  },
  { ...closed, description: "When the end of an approval's validity is announced." },
);
/** How a tenant is told that approvals end. */
export type ValidityConfiguration = Static<typeof ValidityConfiguration>;

/** Where a tenant's applicants may be sent back to, beside https and http. */
export const ReturnUrlConfiguration = Type.Object(
  {
    appSchemes: Type.Optional(
      Type.Array(
        Type.String({
          minLength: 1,
          maxLength: 63,
          pattern: "^[a-z][a-z0-9+.-]*$",
          "x-allowed":
            "a scheme without its colon, of 1 to 63 lower case letters, digits or + . -, such as com.shop.app",
          description:
            "A scheme without the colon, in lower case, best a domain name of yours written backwards (RFC 8252). Schemes that hold a script or lead to files (javascript, data, vbscript, file, blob and their like) are refused.",
          examples: ["com.shop.app"],
        }),
        {
          maxItems: 50,
          uniqueItems: true,
          description: "Schemes of the tenant's own apps that a session's `returnUrl` may have.",
        },
      ),
    ),
  },
  { ...closed, description: "Where applicants may return to, beside https and http." },
);
/** Where a tenant's applicants may be sent back to, beside https and http. */
export type ReturnUrlConfiguration = Static<typeof ReturnUrlConfiguration>;

/** Where a tenant wants its events. */
export const EventEndpointConfiguration = Type.Object(
  {
    ...CreateEventEndpoint.properties,
    signingKey: Type.Optional(
      Type.Unsafe<SecretReference>({
        ...SecretReference,
        description:
          "Where a shared secret (`whsec_…`) is. Absent: the gateway makes the key; who rotates it is shown the new one.",
      }),
    ),
  },
  { ...closed, description: "Where events are posted, signed. Identified by its URL." },
);
/** Where a tenant wants its events. */
export type EventEndpointConfiguration = Static<typeof EventEndpointConfiguration>;

/** An internal product with its flows and rules. */
export const TenantConfiguration = Type.Object(
  {
    name: ConfigurationName("The tenant's name."),
    flows: Type.Optional(Type.Array(FlowConfiguration, { maxItems: 200 })),
    routing: Type.Optional(
      Type.Array(RuleConfiguration, {
        maxItems: 500,
        description:
          "In order: the first rule that applies decides; if none applies, the flow's own order counts.",
      }),
    ),
    privacy: Type.Optional(PrivacyConfiguration),
    validity: Type.Optional(ValidityConfiguration),
    returnUrls: Type.Optional(ReturnUrlConfiguration),
    eventEndpoints: Type.Optional(
      Type.Array(EventEndpointConfiguration, {
        maxItems: 50,
        description:
          "All of them. Absent: the existing endpoints stay, because tenants create their own too.",
      }),
    ),
  },
  {
    ...closed,
    description:
      "An internal product. The file describes it completely: flows and rules that it does not name are removed, `privacy` left out demands nothing, `validity` left out is the default, and `returnUrls` left out allows https and http alone.",
  },
);
/** An internal product with its flows and rules. */
export type TenantConfiguration = Static<typeof TenantConfiguration>;

/**
 * Everything that is configured, as a file (`kyc-gateway apply -f`) and as what the admin API changes part by part. API
 * keys are not in it: they are made once and shown once.
 */
export const Configuration = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: "For editors." })),
    tenants: Type.Optional(Type.Array(TenantConfiguration, { maxItems: 10_000 })),
    connections: Type.Optional(Type.Array(ConnectionConfiguration, { maxItems: 10_000 })),
  },
  { ...closed, title: "Configuration of a KYC gateway" },
);
/** Everything that is configured. */
export type Configuration = Static<typeof Configuration>;
