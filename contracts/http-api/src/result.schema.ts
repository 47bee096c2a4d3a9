import type { Claims as SpecClaims } from "@kyc-gateway/adapter-spec/v1";
import { Type, type Static, type TSchema } from "@sinclair/typebox";
import { CalendarDate, Country, Id, Timestamp } from "./formats.schema.ts";
import { EvidenceItem } from "./evidence.schema.ts";
import { Notice, Reason } from "./session.schema.ts";
import {
  CheckKindSchema,
  CheckOutcomeSchema,
  ClaimNoticeCodeSchema,
  DocumentTypeSchema,
  SessionStatus,
  SexSchema,
  StatusOriginSchema,
} from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const text = () => Type.Optional(Type.String());

const nameMembers = { givenName: text(), middleName: text(), familyName: text(), fullName: text() };
const PersonName = Type.Object(nameMembers, closed);

const PostalAddress = Type.Object(
  {
    formatted: text(),
    street: text(),
    houseNumber: text(),
    city: text(),
    county: text(),
    region: text(),
    postalCode: text(),
    country: optional(Country("Country.")),
    latitude: optional(Type.Number()),
    longitude: optional(Type.Number()),
  },
  closed,
);

/** Everything that was verified about the person; a member is absent when it was not. */
export const Claims = Type.Object(
  {
    person: optional(
      Type.Object(
        {
          ...nameMembers,
          nativeName: optional(PersonName),
          dateOfBirth: optional(CalendarDate("Date of birth.")),
          placeOfBirth: text(),
          sex: optional(SexSchema),
          nationality: optional(Country("Nationality.")),
          citizenship: optional(Country("Citizenship.")),
          personalNumber: text(),
          email: text(),
          phone: text(),
          address: optional(PostalAddress),
        },
        closed,
      ),
    ),
    document: optional(
      Type.Object(
        {
          type: optional(DocumentTypeSchema),
          number: text(),
          issuedOn: optional(CalendarDate("Date of issue.")),
          expiresOn: optional(CalendarDate("Date of expiry.")),
          issuingCountry: optional(Country("Issuing country.")),
          issuingAuthority: text(),
          mrz: optional(Type.String({ description: "Machine-readable zone, lines joined by a line feed." })),
          category: text(),
        },
        closed,
      ),
    ),
    proofsOfAddress: optional(
      Type.Array(
        Type.Object(
          {
            documentType: Type.String(),
            name: optional(PersonName),
            address: optional(PostalAddress),
            issuer: text(),
            issuedOn: optional(CalendarDate("Date of issue.")),
            expiresOn: optional(CalendarDate("Date of expiry.")),
          },
          closed,
        ),
      ),
    ),
    notices: optional(
      Type.Array(
        Type.Object(
          {
            claim: Type.String({ description: "The path of the claim: `person.dateOfBirth`." }),
            code: ClaimNoticeCodeSchema,
            raw: Type.String({ description: "The provider's value as text, at most 200 characters." }),
            known: optional(Type.String({ description: "The certain part of a date: `YYYY` or `YYYY-MM`." })),
          },
          closed,
        ),
        {
          description: "Values of the provider that are not, or not exactly as they came, among the claims.",
        },
      ),
    ),
  },
  { $id: "Claims", ...closed, description: "What was verified about the person. Personal data." },
);

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Fails to compile when the schema and the plugin interface disagree about claims. */
export const claimsAgreeWithSpec: Equal<Static<typeof Claims>, Mutable<SpecClaims>> = true;

const Answer = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
]);

const Check = Type.Object(
  {
    kind: CheckKindSchema,
    outcome: CheckOutcomeSchema,
    score: optional(Type.Number({ minimum: 0, maximum: 1 })),
    raw: text(),
  },
  closed,
);

/** The normalised answer about one session. */
export const SessionResult = Type.Object(
  {
    sessionId: Id("The session."),
    status: SessionStatus,
    origin: Type.Ref(StatusOriginSchema),
    reasons: Type.Array(Type.Ref(Reason)),
    notices: Type.Array(Notice, {
      description:
        "`decision_reopened`: the provider has taken the case up again, the decision stands until there is another. `provider_redacted`: the provider no longer reports all of this, what was verified is kept. `provider_facts_differ`: the provider now reports other facts, those of the decision are kept.",
    }),
    decidedAt: Type.Union([Timestamp("When the latest decision became known."), Type.Null()]),
    readAt: Timestamp("When the provider was last asked."),
    claims: Type.Ref(Claims),
    checks: Type.Array(Check),
    evidence: Type.Array(EvidenceItem, {
      description: "What the report listed. The provider holds the files; it may have removed some since.",
    }),
    questionnaires: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          answers: Type.Array(Type.Object({ key: Type.String(), answer: Answer }, closed)),
        },
        closed,
      ),
    ),
    screeningMatches: Type.Array(
      Type.Object(
        {
          name: text(),
          score: optional(Type.Number({ minimum: 0, maximum: 1 })),
          subjectId: text(),
          reviewStatus: text(),
        },
        closed,
      ),
    ),
    geolocations: Type.Array(
      Type.Object(
        { latitude: optional(Type.Number()), longitude: optional(Type.Number()), address: text() },
        closed,
      ),
    ),
    technicalDetails: Type.Union([
      Type.Object(
        { remoteAddress: text(), userAgent: text(), country: optional(Country("Country of the device.")) },
        closed,
      ),
      Type.Null(),
    ]),
    comment: Type.Union([Type.String(), Type.Null()], { description: "What the provider's operator wrote." }),
    earlierDecisions: Type.Array(
      Type.Object(
        {
          status: SessionStatus,
          origin: Type.Ref(StatusOriginSchema),
          reasons: Type.Array(Type.Ref(Reason)),
          decidedAt: Timestamp("When that decision became known."),
          claims: Type.Ref(Claims),
          checks: Type.Array(Check),
        },
        closed,
      ),
      { description: "Decisions that were reversed, the oldest first, with what they were given for." },
    ),
  },
  { $id: "SessionResult", ...closed, description: "The normalised answer about one session." },
);
/** The normalised answer about one session. */
export type SessionResult = Static<typeof SessionResult>;
