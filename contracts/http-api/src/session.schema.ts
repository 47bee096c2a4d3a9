import { Type, type Static } from "@sinclair/typebox";
import {
  ApplicantId,
  Attempt,
  ToldApplicantId,
  CalendarDate,
  Country,
  FlowName,
  Id,
  LanguageTag,
  PersonalText,
  RiskTag,
  Timestamp,
} from "./formats.schema.ts";
import {
  CheckKindSchema,
  ReasonCodeSchema,
  RequestableDocumentTypeSchema,
  SessionStatus,
  StatusOriginSchema,
} from "./vocabulary.schema.ts";

/** One reason, with the provider's own code beside it. */
export const Reason = Type.Object(
  {
    code: ReasonCodeSchema,
    raw: Type.Optional(Type.String({ description: "The provider's own code." })),
    check: Type.Optional(CheckKindSchema),
  },
  { $id: "Reason", additionalProperties: false },
);

/** The person to verify, as far as it is known beforehand. */
export const ApplicantInput = Type.Object(
  {
    id: ApplicantId,
    givenName: Type.Optional(PersonalText("Given name.")),
    middleName: Type.Optional(PersonalText("Middle name.")),
    familyName: Type.Optional(PersonalText("Family name.")),
    dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
    personalNumber: Type.Optional(PersonalText("National identification number.", 64)),
    email: Type.Optional(Type.String({ format: "email", maxLength: 254 })),
    phone: Type.Optional(
      Type.String({
        pattern: "^\\+[1-9][0-9]{6,14}$",
        "x-allowed": "a telephone number of E.164, such as +995555000000",
        description: "E.164.",
        examples: ["+995555000000"],
      }),
    ),
    country: Type.Optional(Country("Country of residence.")),
  },
  { additionalProperties: false, description: "The person to verify." },
);

const Metadata = Type.Record(
  Type.String({ pattern: "^[a-zA-Z0-9_.-]{1,40}$" }),
  // PostgreSQL's JSON holds neither a zero byte nor half a surrogate pair.
  Type.String({
    maxLength: 500,
    pattern: "^[^\\u0000\\ud800-\\udfff]*$",
    "x-allowed": "text of at most 500 characters, without a zero byte or half a character",
  }),
  {
    additionalProperties: false,
    "x-allowed-names": "1 to 40 letters, digits or _ . -",
    maxProperties: 20,
    description: "Your own data, returned unchanged. It must hold no personal data.",
  },
);

const presetText = Type.String({
  maxLength: 2000,
  pattern: "^[^\\u0000\\ud800-\\udfff]*$",
  "x-allowed": "text of at most 2000 characters, without a zero byte or half a character",
});
const presetKey = "^[^\\u0000-\\u001f\\u007f]{1,100}$";

const Presets = Type.Record(
  Type.String({ pattern: presetKey }),
  Type.Record(
    Type.String({ pattern: presetKey }),
    Type.Union([presetText, Type.Number(), Type.Boolean(), Type.Array(presetText, { maxItems: 100 })]),
    {
      additionalProperties: false,
      "x-allowed-names": "keys of questions, 1 to 100 characters",
      maxProperties: 100,
    },
  ),
  {
    additionalProperties: false,
    "x-allowed-names": "keys of the flow's questionnaires, 1 to 100 characters",
    maxProperties: 20,
    description:
      "Answers to preset, by questionnaire and question. They are sent to the provider and not stored. Refused where the flow's providers ask no such questions.",
  },
);

const RiskTags = Type.Array(RiskTag, {
  minItems: 1,
  maxItems: 20,
  uniqueItems: true,
  description: "Your own tags about the applicant's risk, for routing rules. They are not stored.",
});

/** The body of `POST /v1/sessions`. */
export const CreateSession = Type.Object(
  {
    flow: FlowName,
    applicant: ApplicantInput,
    returnUrl: Type.Optional(
      Type.String({
        format: "uri",
        maxLength: 2000,
        description:
          "Where the applicant returns to: an https or http URL, or one with a scheme of your own app that your operator has allowed (`returnUrls.appSchemes`), such as `com.shop.app://kyc/done`. Never with credentials. Without it the page is embedded.",
      }),
    ),
    language: Type.Optional(LanguageTag),
    documentTypes: Type.Optional(
      Type.Array(RequestableDocumentTypeSchema, {
        minItems: 1,
        uniqueItems: true,
        description: "Accept only these.",
      }),
    ),
    documentCountries: Type.Optional(
      Type.Array(Country("Issuing country."), {
        minItems: 1,
        maxItems: 250,
        uniqueItems: true,
        description: "Accept only documents of these countries.",
      }),
    ),
    schedule: Type.Optional(
      Type.Object(
        { startsAt: Type.Optional(Timestamp("Not before.")), endsAt: Type.Optional(Timestamp("Not after.")) },
        { additionalProperties: false, description: "When the applicant may take part." },
      ),
    ),
    parentSessionId: Type.Optional(
      Id("The session that this one belongs to, when several people take part."),
    ),
    presets: Type.Optional(Presets),
    operatorGroup: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: "^[^\\u0000-\\u001f\\u007f]*$",
        "x-allowed": "1 to 200 characters without control characters",
        description:
          "The provider's id of the group of operators that is to review this session. Refused where the flow's providers know no groups.",
      }),
    ),
    riskTags: Type.Optional(RiskTags),
    metadata: Type.Optional(Metadata),
  },
  {
    $id: "CreateSession",
    additionalProperties: false,
    examples: [
      {
        flow: "standard",
        applicant: { id: "user-4711", givenName: "Nimushi", familyName: "Satesto" },
        returnUrl: "https://product.example/kyc/done",
        language: "en",
      },
    ],
  },
);
/** The body of `POST /v1/sessions`. */
export type CreateSession = Static<typeof CreateSession>;

/** How the applicant gets in. */
export const Launch = Type.Object(
  {
    url: Type.Optional(
      Type.String({
        format: "uri",
        description:
          "Open it in the applicant's browser, or embed it. Where the flow has a `launchPage` it is a page of the gateway, which is shown in no frame and can be opened again.",
      }),
    ),
    token: Type.Optional(Type.String({ description: "For the provider's mobile SDK." })),
  },
  {
    additionalProperties: false,
    description: "How the applicant enters the verification. Secret: give it to the applicant alone.",
  },
);

/** Something to know although the session is usable. */
export const Notice = Type.Object(
  { code: Type.String(), detail: Type.String() },
  { additionalProperties: false },
);

/** One verification session. */
export const Session = Type.Object(
  {
    id: Id("The session's id."),
    status: SessionStatus,
    origin: Type.Ref(StatusOriginSchema),
    reasons: Type.Array(Type.Ref(Reason)),
    attempt: Attempt,
    seq: Type.Integer({
      minimum: 0,
      description: "Counts this session's events. Of two answers the one with the higher `seq` is the newer.",
    }),
    flow: FlowName,
    applicantId: ToldApplicantId,
    launch: Type.Union([Launch, Type.Null()], {
      description: "Null once it is of no use: decided, expired, erased or not created.",
    }),
    lapsesAt: Type.Union([Timestamp("When the session lapses."), Type.Null()]),
    notices: Type.Array(Notice),
    metadata: Metadata,
    erasure: Type.Union([Type.Literal("none"), Type.Literal("pending"), Type.Literal("done")], {
      description: "Whether the session's data are erased.",
    }),
    createdAt: Timestamp("When the session was asked for."),
    updatedAt: Timestamp("When the status last changed."),
    decidedAt: Type.Union([Timestamp("When the latest decision became known."), Type.Null()]),
  },
  { $id: "Session", additionalProperties: false, description: "One verification session." },
);
/** One verification session. */
export type Session = Static<typeof Session>;

/** A page of sessions, newest first. */
export const SessionPage = Type.Object(
  {
    items: Type.Array(Type.Ref(Session)),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: "Give it back as `cursor` for the next page; null on the last.",
    }),
  },
  { $id: "SessionPage", additionalProperties: false },
);
/** A page of sessions. */
export type SessionPage = Static<typeof SessionPage>;

/** The query of `GET /v1/sessions`. */
export const ListSessions = Type.Object(
  {
    applicantId: Type.Optional(ApplicantId),
    status: Type.Optional(SessionStatus),
    flow: Type.Optional(FlowName),
    createdAfter: Type.Optional(Timestamp("Only sessions created after this.")),
    createdBefore: Type.Optional(Timestamp("Only sessions created before this.")),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: "^[A-Za-z0-9_-]+$",
        "x-allowed": "the nextCursor of an earlier page of this list",
      }),
    ),
  },
  { additionalProperties: false },
);
/** The query of `GET /v1/sessions`. */
export type ListSessions = Static<typeof ListSessions>;
