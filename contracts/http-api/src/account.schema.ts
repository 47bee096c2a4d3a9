import { Type, type Static } from "@sinclair/typebox";
import { FilledText } from "./formats.schema.ts";
import { CheckKindSchema, DocumentTypeSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const Id = (description: string) => Type.String({ minLength: 1, maxLength: 128, description });

/** A recipe that is kept at the provider, and what the flows make of it. */
const AccountConfiguration = Type.Object(
  {
    id: Type.String({ description: "The provider's, as flows name it." }),
    isFound: Type.Boolean({ description: "Whether the account has it." }),
    name: Type.Optional(Type.String()),
    sessionLifetimeMs: Type.Optional(
      Type.Number({ description: "How long a session of it lives, in milliseconds." }),
    ),
    language: Type.Optional(Type.String()),
    checks: Type.Optional(
      Type.Array(CheckKindSchema, { description: "Absent: the provider does not tell." }),
    ),
    documentTypes: Type.Optional(Type.Array(DocumentTypeSchema)),
    unknownSteps: Type.Optional(
      Type.Array(Type.String(), {
        description: "Steps that the adapter does not know, the provider's words.",
      }),
    ),
    flows: Type.Array(
      Type.Object({ tenant: Type.String(), flow: Type.String() }, { ...closed, description: "Who uses it." }),
    ),
    issues: Type.Array(Type.String(), {
      description:
        "What does not fit: it is missing, lives shorter than is assumed, or does not check what a flow requires.",
    }),
  },
  closed,
);

/** The recipes of an account. */
export const AccountConfigurations = Type.Object(
  { items: Type.Array(AccountConfiguration) },
  {
    ...closed,
    $id: "AccountConfigurations",
    description:
      "The recipes at the provider that flows name, those that it lists, or the one that was asked for.",
    examples: [
      {
        items: [
          {
            id: "679c74e4d9725987e3879265",
            isFound: true,
            sessionLifetimeMs: 900_000,
            checks: ["document", "liveness"],
            flows: [{ tenant: "shop", flow: "standard" }],
            issues: [],
          },
        ],
      },
    ],
  },
);
/** The recipes of an account. */
export type AccountConfigurations = Static<typeof AccountConfigurations>;

const AccountOperator = Type.Object(
  {
    id: Type.String(),
    username: Type.Optional(Type.String()),
    roles: Type.Array(Type.String(), { description: "The provider's words." }),
  },
  closed,
);
/** The people of an account in the provider's own console. */
export const AccountOperators = Type.Object(
  { items: Type.Array(AccountOperator) },
  { ...closed, $id: "AccountOperators", description: "The people of the account in the provider's console." },
);
/** The people of an account in the provider's own console. */
export type AccountOperators = Static<typeof AccountOperators>;

/** An operator to create at the provider. */
export const CreateAccountOperator = Type.Object(
  {
    email: Type.String({ format: "email", maxLength: 254 }),
    password: Type.String({
      minLength: 8,
      maxLength: 200,
      examples: ["a password of their own"],
      description: "A secret: handed to the provider, kept nowhere here.",
    }),
    givenName: Type.Optional(FilledText("Given name.", 100)),
    familyName: Type.Optional(FilledText("Family name.", 100)),
    roles: Type.Array(Type.String({ maxLength: 64 }), {
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: "Of the connection's capabilities, `operators.roles`.",
    }),
    isEmailVerified: Type.Optional(Type.Boolean({ default: false })),
  },
  { ...closed, $id: "CreateAccountOperator" },
);
/** An operator to create at the provider. */
export type CreateAccountOperator = Static<typeof CreateAccountOperator>;

/** What was created at the provider. */
export const CreatedAtProvider = Type.Object(
  { id: Type.String({ description: "The provider's." }) },
  { ...closed, $id: "CreatedAtProvider" },
);
/** What was created at the provider. */
export type CreatedAtProvider = Static<typeof CreatedAtProvider>;

const GroupName = FilledText("What operators read.", 100);
const MemberIds = Type.Array(Id("An operator's."), { maxItems: 500, uniqueItems: true });

/** Groups of operators at the provider. */
export const OperatorGroups = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.Optional(Type.String()),
          members: Type.Array(
            Type.Object({ id: Type.Optional(Type.String()), username: Type.Optional(Type.String()) }, closed),
          ),
        },
        closed,
      ),
    ),
  },
  { ...closed, $id: "OperatorGroups", description: "Operators of the provider who share work." },
);
/** Groups of operators at the provider. */
export type OperatorGroups = Static<typeof OperatorGroups>;

/** A group to create. */
export const CreateOperatorGroup = Type.Object(
  { name: GroupName, memberIds: Type.Optional(MemberIds) },
  { ...closed, $id: "CreateOperatorGroup" },
);
/** A change of a group. */
export const ChangeOperatorGroup = Type.Object(
  {
    name: Type.Optional(GroupName),
    memberIds: Type.Optional({
      ...MemberIds,
      description: "Takes the place of all members.",
    } as typeof MemberIds),
  },
  { ...closed, $id: "ChangeOperatorGroup", minProperties: 1 },
);
