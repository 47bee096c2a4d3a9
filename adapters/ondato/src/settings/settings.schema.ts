import { Type } from "@sinclair/typebox";
import type { Static, TSchema } from "@sinclair/typebox";
import { OneOf } from "../one-of.schema.ts";

/** Where Ondato runs. Each environment has its own four hosts and its own credentials. */
const Environment = OneOf(["production", "sandbox"]);
export type Environment = Static<typeof Environment>;

const Base = (description: string) =>
  Type.String({ format: "uri", pattern: "^https?://", maxLength: 255, description });

const Secret = (description: string) =>
  Type.String({ minLength: 8, maxLength: 512, "x-secret": true, description });

/** What opens our webhook: chosen with the provider, so that it can be long enough not to be guessed. */
const InboundSecret = (description: string) =>
  Type.String({
    minLength: 16,
    maxLength: 512,
    "x-secret": true,
    description: `${description} 16 characters at least.`,
  });

/** Several at once, while one is replaced by the next. The list is the secret: it is stored as a whole. */
const Live = <Item extends TSchema>(item: Item, description: string) =>
  Type.Array(item, { minItems: 1, maxItems: 5, "x-secret": true, description });

const closed = { additionalProperties: false };

const Hosts = Type.Object(
  {
    token: Type.Optional(Base("Base of the token endpoint, `…/connect/token`.")),
    idv: Type.Optional(Base("Base of the IDV API.")),
    kyc: Type.Optional(Base("Base of the KYC Identification API.")),
    page: Type.Optional(Base("Base of the applicant's page; a white-label domain goes here.")),
  },
  { ...closed, description: "Overrides of the environment's hosts, one by one." },
);

const BasicUser = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 255 }),
    password: InboundSecret("As entered in Ondato's webhook configuration."),
  },
  closed,
);

const BearerClient = Type.Object(
  {
    clientId: Type.String({ minLength: 1, maxLength: 255 }),
    clientSecret: InboundSecret("As entered in Ondato's webhook configuration."),
  },
  closed,
);

export const WebhookSettings = Type.Object(
  {
    scheme: OneOf(["hmac", "basic", "bearer"], "How Ondato was told to authenticate its webhooks."),
    secrets: Type.Optional(
      Live(InboundSecret("A signing secret."), "For `hmac`: every secret that is live."),
    ),
    users: Type.Optional(Live(BasicUser, "For `basic`: every user that is live.")),
    clients: Type.Optional(
      Live(BearerClient, "For `bearer`: every client that may fetch a token from our token URL."),
    ),
    tokenLifetimeSeconds: Type.Optional(
      Type.Integer({ minimum: 60, maximum: 86_400, description: "For `bearer`. Default 3600." }),
    ),
  },
  closed,
);
export type WebhookSettings = Static<typeof WebhookSettings>;

export const Settings = Type.Object(
  {
    environment: Environment,
    hosts: Type.Optional(Hosts),
    clientId: Type.String({ minLength: 1, maxLength: 255 }),
    clientSecret: Secret("Ondato's client secret for its APIs."),
    scope: Type.Optional(
      Type.String({
        pattern: "^[!-~]+( [!-~]+)*$",
        maxLength: 255,
        description: "Scopes to ask for, separated by spaces. Absent: all that the client has.",
      }),
    ),
    webhook: WebhookSettings,
    sourceAddresses: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 64 }), {
        minItems: 1,
        maxItems: 50,
        description:
          "Addresses or CIDR ranges that webhooks may come from, beside their authentication; `documented` stands for " +
          "those that Ondato publishes. Absent: any. Only with a gateway that sees the true remote address.",
      }),
    ),
  },
  { ...closed, title: "Ondato connection" },
);
export type Settings = Static<typeof Settings>;
