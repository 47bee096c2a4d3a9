import { Type, type Static, type TSchema } from "@sinclair/typebox";
import { CalendarDate, Country, Id, PersonalText, Timestamp } from "./formats.schema.ts";
import { SexSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const words = <Word extends string>(values: readonly Word[], description: string) =>
  Type.Unsafe<Word>({ type: "string", enum: [...values], description });

const ConnectionName = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    description: "Which connection. Default: the first of yours that can.",
  }),
);
const UsedConnection = Type.String({
  description: "The connection that was asked: its ids mean nothing to another.",
});
const FullName = PersonalText("The person's full name.");

/** Whom to look for in sanctions, PEP and watch lists. */
export const SearchScreening = Type.Object(
  {
    fullName: FullName,
    dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
    minimumScore: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        default: 0.8,
        description: "Hits that match less are left out.",
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 400, description: "`nextCursor` of the page before." }),
    ),
    connection: ConnectionName,
  },
  { ...closed, $id: "SearchScreening", description: "Whom to look for." },
);
/** Whom to look for. */
export type SearchScreening = Static<typeof SearchScreening>;

const topicWords = [
  "sanctioned",
  "sanction_linked",
  "counter_sanctioned",
  "debarred",
  "politically_exposed",
  "close_associate",
  "person_of_interest",
  "wanted",
  "regulator_action",
  "regulator_warning",
  "crime",
  "other",
] as const;
/** What stands in a list. */
export const ScreeningEntityTypeSchema = words(
  ["person", "organisation", "other"] as const,
  "What stands in the list.",
);

const ScreeningHit = Type.Object(
  {
    subjectId: Type.String({ description: "For `GET /v1/screenings/subjects/{subjectId}`." }),
    name: Type.Optional(Type.String()),
    score: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: "The more the better the match." }),
    ),
    entityType: ScreeningEntityTypeSchema,
    topics: Type.Array(
      Type.Object(
        {
          code: words(topicWords, "Why it stands there. `other`: see `raw`."),
          raw: Type.Optional(Type.String({ description: "The provider's own word." })),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** Who was found in the lists. */
export const ScreeningHits = Type.Object(
  {
    connection: UsedConnection,
    hits: Type.Array(ScreeningHit),
    nextCursor: Type.Optional(Type.String({ description: "Absent: there are no more." })),
  },
  {
    ...closed,
    $id: "ScreeningHits",
    description: "Who was found, best matches first. A hit is a question for a person, not a decision.",
    examples: [
      {
        connection: "main",
        hits: [
          {
            subjectId: "67137933a2176f0797f1e657",
            name: "John Doe",
            score: 0.98,
            entityType: "person",
            topics: [{ code: "politically_exposed" }],
          },
        ],
      },
    ],
  },
);
/** Who was found in the lists. */
export type ScreeningHits = Static<typeof ScreeningHits>;

const optionalText = (): TSchema => Type.Optional(Type.String());

/** What a list tells about somebody. */
export const ScreeningSubject = Type.Object(
  {
    connection: UsedConnection,
    subjectId: Type.String(),
    entityType: ScreeningEntityTypeSchema,
    givenName: optionalText(),
    middleName: optionalText(),
    familyName: optionalText(),
    fullName: optionalText(),
    sex: Type.Optional(SexSchema),
    dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
    nationality: Type.Optional(Country("Nationality.")),
    groups: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String(),
            entries: Type.Array(
              Type.Object(
                {
                  name: optionalText(),
                  properties: Type.Array(
                    Type.Object(
                      {
                        name: Type.String(),
                        type: words(["text", "list", "date", "url"] as const, "A `url` is a stranger's."),
                        values: Type.Array(Type.String()),
                      },
                      closed,
                    ),
                  ),
                },
                closed,
              ),
            ),
          },
          closed,
        ),
      ),
    ),
  },
  {
    ...closed,
    $id: "ScreeningSubject",
    description: "What a list tells about somebody. None of it is verified.",
  },
);
/** What a list tells about somebody. */
export type ScreeningSubject = Static<typeof ScreeningSubject>;

/** Whom to watch. */
export const CreateWatch = Type.Object(
  {
    sessionId: Id("The session that the person was verified in. Erasing it ends the watch."),
    fullName: FullName,
    dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
    connection: ConnectionName,
  },
  { ...closed, $id: "CreateWatch", description: "Whom to watch." },
);

/** A watch of the lists for one person. */
export const Watch = Type.Object(
  {
    id: Id("The watch."),
    sessionId: Id("The session that the person was verified in."),
    connection: UsedConnection,
    state: words(
      ["placing", "watching"] as const,
      "`placing`: the provider has not confirmed it yet; repeat the request, or wait.",
    ),
    fullName: Type.String(),
    dateOfBirth: Type.Optional(CalendarDate("Date of birth.")),
    createdAt: Timestamp("When it began."),
    changedAt: Type.Optional(Timestamp("When the lists last said something new. Absent: never.")),
  },
  {
    ...closed,
    $id: "Watch",
    description: "The provider goes on looking for the person; `watch.changed` tells of news.",
  },
);
/** A watch of the lists for one person. */
export type Watch = Static<typeof Watch>;

/** The watches of a tenant. */
export const WatchList = Type.Object(
  { items: Type.Array(Type.Ref(Watch)), nextCursor: Type.Optional(Type.String()) },
  { ...closed, $id: "WatchList", description: "Your watches, the oldest first." },
);
/** The watches of a tenant. */
export type WatchList = Static<typeof WatchList>;
