import { Type, type Static } from "@sinclair/typebox";
import { CalendarDate, FilledText, Id, PersonalText, Timestamp } from "./formats.schema.ts";

const closed = { additionalProperties: false } as const;
const Text = (description: string) => Type.Optional(PersonalText(description));

const person = {
  givenName: Text("Given name."),
  familyName: Text("Family name."),
  personalNumber: Text("The national identification number."),
  documentNumber: Text("The number of an identity document."),
  dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
};

/** Why an entry may be kept. */
export const BlocklistGroundSchema = Type.Unsafe<"fraud_prevention" | "legal_obligation" | "legal_claims">({
  type: "string",
  enum: ["fraud_prevention", "legal_obligation", "legal_claims"],
  description: "Why the entry may be kept although the person asks for erasure; it stands in the receipt.",
});

/** Whom to refuse from now on. */
export const CreateBlocklistEntry = Type.Object(
  {
    ...person,
    reason: FilledText("Why, for people. It is handed to the provider.", 500),
    ground: BlocklistGroundSchema,
    sessionId: Type.Optional(
      Id("The session that gave the reason. The entry then stands in the receipt of its erasure."),
    ),
    connection: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: "Which connection. Default: the first of yours that can.",
      }),
    ),
  },
  {
    ...closed,
    $id: "CreateBlocklistEntry",
    description: "Whom to refuse from now on: at least one of the five members.",
  },
);
/** Whom to refuse from now on. */
export type CreateBlocklistEntry = Static<typeof CreateBlocklistEntry>;

/** Somebody whom the provider refuses. */
export const BlocklistEntry = Type.Object(
  {
    id: Id("The entry."),
    connection: Type.String({ description: "Where it is in force." }),
    state: Type.Unsafe<"adding" | "active">({
      type: "string",
      enum: ["adding", "active"],
      description: "`adding`: the provider has not confirmed it yet; repeat the request.",
    }),
    ...person,
    reason: Type.String(),
    ground: BlocklistGroundSchema,
    sessionId: Type.Optional(Id("The session that gave the reason.")),
    createdAt: Timestamp("When it was made."),
  },
  { ...closed, $id: "BlocklistEntry", description: "Somebody whom the provider refuses in this account." },
);
/** Somebody whom the provider refuses. */
export type BlocklistEntry = Static<typeof BlocklistEntry>;

/** The entries of a tenant. */
export const BlocklistPage = Type.Object(
  { items: Type.Array(Type.Ref(BlocklistEntry)), nextCursor: Type.Optional(Type.String()) },
  {
    ...closed,
    $id: "BlocklistPage",
    description:
      "Your entries, the oldest first. Those of other products on the same account are not among them.",
  },
);
/** The entries of a tenant. */
export type BlocklistPage = Static<typeof BlocklistPage>;
