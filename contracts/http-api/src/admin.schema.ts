import { Type, type Static } from "@sinclair/typebox";
import {
  ConnectionConfiguration,
  FlowConfiguration,
  EventEndpointConfiguration,
  PrivacyConfiguration,
  ReturnUrlConfiguration,
  ValidityConfiguration,
} from "./configuration.schema.ts";
import { Id, Timestamp } from "./formats.schema.ts";
import { RuleConfiguration } from "./rule-configuration.schema.ts";

const closed = { additionalProperties: false } as const;

/** The tenants, as the admin API lists them. */
export const TenantList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        { id: Id("The tenant's id."), name: Type.String(), createdAt: Timestamp("Since when.") },
        closed,
      ),
    ),
  },
  { $id: "TenantList", ...closed },
);
/** The tenants. */
export type TenantList = Static<typeof TenantList>;

/** What an API key may be allowed to do. */
export const KeyScope = Type.String({ description: "What the key may do.", examples: ["sessions:write"] });

const keyMembers = {
  id: Id("The key's id; not the key."),
  name: Type.String(),
  scopes: Type.Array(KeyScope),
  createdAt: Timestamp("Since when."),
  expiresAt: Type.Union([Timestamp("When it stops working by itself."), Type.Null()]),
  revokedAt: Type.Union([Timestamp("When it was revoked."), Type.Null()]),
  lastUsedAt: Type.Union([Timestamp("When it was last used, to the hour."), Type.Null()]),
};

/** An API key of a tenant, without the key itself. */
export const ApiKeyInfo = Type.Object(keyMembers, closed);

/** A tenant's API keys. */
export const ApiKeyList = Type.Object({ items: Type.Array(ApiKeyInfo) }, { $id: "ApiKeyList", ...closed });
/** A tenant's API keys. */
export type ApiKeyList = Static<typeof ApiKeyList>;

/** A new API key: the only answer that holds it. */
export const CreatedApiKey = Type.Object(
  { ...keyMembers, key: Type.String({ description: "The key. It cannot be shown again." }) },
  { $id: "CreatedApiKey", ...closed },
);
/** A new API key. */
export type CreatedApiKey = Static<typeof CreatedApiKey>;

const { name: _connectionName, ...connectionMembers } = ConnectionConfiguration.properties;
/** The body of `PUT /admin/v1/connections/{connection}`. Secrets are given as they are, or `{"$stored": true}`. */
export const PutConnection = Type.Object(connectionMembers, { $id: "PutConnection", ...closed });
/** The body of `PUT /admin/v1/connections/{connection}`. */
export type PutConnection = Static<typeof PutConnection>;

/** A connection as the admin API shows it: in place of a secret stands its reference, or that it is stored. */
export const ConnectionInfo = Type.Object(
  {
    ...ConnectionConfiguration.properties,
    webhookPath: Type.String({ description: "Where its provider posts to." }),
    hold: Type.Optional(
      Type.Object(
        {
          by: Type.String({ description: "The operator who holds it." }),
          since: Timestamp("Since when."),
          reason: Type.String({ description: "The reason that the operator gave." }),
        },
        {
          ...closed,
          description: "Every call to its provider is refused, until it is released. Absent: it is not held.",
        },
      ),
    ),
  },
  { $id: "ConnectionInfo", ...closed },
);
/** A connection as the admin API shows it. */
export type ConnectionInfo = Static<typeof ConnectionInfo>;

/** All connections. */
export const ConnectionList = Type.Object(
  { items: Type.Array(Type.Ref(ConnectionInfo)) },
  { $id: "ConnectionList", ...closed },
);
/** All connections. */
export type ConnectionList = Static<typeof ConnectionList>;

const { name: _flowName, ...flowMembers } = FlowConfiguration.properties;
/** The body of `PUT /admin/v1/tenants/{tenant}/flows/{flow}`. */
export const PutFlow = Type.Object(flowMembers, { $id: "PutFlow", ...closed });
/** The body of `PUT /admin/v1/tenants/{tenant}/flows/{flow}`. */
export type PutFlow = Static<typeof PutFlow>;

/** A tenant's flows. */
export const FlowList = Type.Object({ items: Type.Array(FlowConfiguration) }, { $id: "FlowList", ...closed });
/** A tenant's flows. */
export type FlowList = Static<typeof FlowList>;

/** A tenant's ordered routing rules, read and replaced as a whole: their order is part of them. */
export const RoutingRules = Type.Object(
  { rules: Type.Array(RuleConfiguration, { maxItems: 500 }) },
  { $id: "RoutingRules", ...closed },
);
/** A tenant's ordered routing rules. */
export type RoutingRules = Static<typeof RoutingRules>;

/** One change by a person, or one read of somebody's claims. */
export const AuditEntry = Type.Object(
  {
    id: Id("The entry's id."),
    at: Timestamp("When it was committed, together with the change."),
    operator: Type.String({
      description: "Who: an operator, a product's key, a command line, or the gateway itself.",
    }),
    action: Type.String({ examples: ["connection.update"] }),
    subject: Type.String({ examples: ["connection shop-main"] }),
    detail: Type.Record(Type.String(), Type.Unknown(), {
      description: "What changed. Secrets are only said to change.",
    }),
    reason: Type.Union([Type.String(), Type.Null()], {
      description: "Why, in their own words. It may hold personal data.",
    }),
    requestId: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
);

/** A page of the audit log, newest first. */
export const AuditPage = Type.Object(
  {
    items: Type.Array(AuditEntry),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: "Give it back as `cursor` for the next page; null on the last.",
    }),
  },
  { $id: "AuditPage", ...closed },
);
/** A page of the audit log. */
export type AuditPage = Static<typeof AuditPage>;

/** Where the chain of the audit log ends. */
export const AuditHead = Type.Object(
  {
    seq: Type.Integer({ minimum: 0, description: "How many entries there are." }),
    hash: Type.String({
      pattern: "^[0-9a-f]{64}$",
      description: "Of the last entry; it covers all before it.",
    }),
    anchor: Type.String({
      description:
        "Number and hash in one text, for `audit verify --anchor`: keep it where nobody who can write to the database can change it.",
      examples: [`4711:${"5f".repeat(32)}`],
    }),
  },
  { $id: "AuditHead", ...closed },
);
/** Where the chain of the audit log ends. */
export type AuditHead = Static<typeof AuditHead>;

/** All event endpoints of a tenant, as configured. */
export const ConfiguredEndpoints = Type.Object(
  { eventEndpoints: Type.Array(EventEndpointConfiguration, { maxItems: 50 }) },
  { $id: "ConfiguredEndpoints", ...closed },
);
/** All event endpoints of a tenant, as configured. */
export type ConfiguredEndpoints = Static<typeof ConfiguredEndpoints>;

/** What a tenant demands for its people's data. */
export const TenantPrivacy = Type.Object(PrivacyConfiguration.properties, {
  $id: "TenantPrivacy",
  ...closed,
  description: "What the tenant requires for people's data. What is left out is not required.",
});
/** What a tenant demands for its people's data. */
export type TenantPrivacy = Static<typeof TenantPrivacy>;

/** Where a tenant's applicants may return to. */
export const TenantReturnUrls = Type.Object(ReturnUrlConfiguration.properties, {
  $id: "TenantReturnUrls",
  ...closed,
  description: "Where applicants may return to, beside https and http. What is left out allows nothing more.",
});
/** Where a tenant's applicants may return to. */
export type TenantReturnUrls = Static<typeof TenantReturnUrls>;

/** How a tenant is told that approvals end. */
export const TenantValidity = Type.Object(ValidityConfiguration.properties, {
  $id: "TenantValidity",
  ...closed,
  description: "When the end of an approval's validity is announced. What is left out has its default.",
});
/** How a tenant is told that approvals end. */
export type TenantValidity = Static<typeof TenantValidity>;
