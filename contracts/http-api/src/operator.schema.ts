import { Type, type Static } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;

/** What an operator may do, from the least to the most: each role may do what the ones before it may. */
export const operatorRoles = ["viewer", "support", "reviewer", "administrator"] as const;
/** What an operator may do. */
export type OperatorRole = (typeof operatorRoles)[number];

/** The role of an operator, with what it is for. */
export const OperatorRoleSchema = Type.Unsafe<OperatorRole>({
  type: "string",
  enum: [...operatorRoles],
  description: [
    "What an operator may do. Each role may do what the ones before it may.",
    "",
    "- `viewer`: look at sessions, deliveries, providers and the configuration; no personal data",
    "- `support`: also see the tenant's id of an applicant, ask providers anew, give fresh links, replay deliveries",
    "- `reviewer`: also read claims and evidence with a reason, decide, erase, hold, read the audit log",
    "- `administrator`: also change the configuration, keys and operators, and hold and release connections",
  ].join("\n"),
});

/** Who the operator is that asks, and what they may do. */
export const OperatorSelf = Type.Object(
  {
    name: Type.String({ examples: ["nino"], description: "The operator's name, as the audit log has it." }),
    role: OperatorRoleSchema,
    permissions: Type.Array(Type.String({ examples: ["decideSession"] }), {
      description: "The operations (`operationId`) that the role may call.",
    }),
    signIn: Type.Union([Type.Literal("key"), Type.Literal("console"), Type.Literal("oidc")], {
      description:
        "`key`: the request has an operator's key. `console`, `oidc`: it has a console session's cookie.",
    }),
  },
  { $id: "OperatorSelf", ...closed },
);
/** Who the operator is that asks, and what they may do. */
export type OperatorSelf = Static<typeof OperatorSelf>;

/** How operators can sign in to the console. */
export const ConsoleSignInMethods = Type.Object(
  {
    methods: Type.Array(Type.Union([Type.Literal("key"), Type.Literal("oidc")]), {
      description: "`key`: an operator's key. `oidc`: `GET /console/oidc/login`.",
    }),
  },
  { $id: "ConsoleSignInMethods", ...closed },
);
/** How operators can sign in to the console. */
export type ConsoleSignInMethods = Static<typeof ConsoleSignInMethods>;
