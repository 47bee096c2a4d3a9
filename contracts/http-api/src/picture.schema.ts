import { Type, type Static } from "@sinclair/typebox";
import { Claims } from "./result.schema.ts";

const closed = { additionalProperties: false } as const;
const File = (description: string) => Type.String({ format: "binary", description });
const ConnectionName = Type.Optional(
  Type.String({ description: "Which connection. Default: the first of yours that can." }),
);
const Raw = Type.Optional(Type.String({ description: "The provider's own code." }));

/** The parts of a form with the picture of a document. */
export const DocumentPictureForm = Type.Object(
  {
    image: File("The picture."),
    type: Type.Unsafe<string>({
      type: "string",
      enum: ["passport", "id_card", "driver_license", "residence_permit"],
      description: "Kind of document.",
    }),
    side: Type.Unsafe<string>({
      type: "string",
      enum: ["front", "back", "page"],
      description: "Which side; `page` is the one of a passport that has the photo.",
    }),
    connection: ConnectionName,
  },
  { ...closed, description: "A form with the picture of a document." },
);

/** What the picture of a document says. */
export const DocumentExtract = Type.Object(
  {
    claims: Type.Optional(Type.Ref(Claims)),
    flaws: Type.Array(
      Type.Object(
        {
          code: Type.Unsafe<"unreadable" | "fields_mismatch" | "fields_missing" | "other">({
            type: "string",
            enum: ["unreadable", "fields_mismatch", "fields_missing", "other"],
            description:
              "- `unreadable`: the picture is too poor, or shows no such document\n- `fields_mismatch`: what is printed and what is coded differ\n- `fields_missing`: nothing could be read\n- `other`: see `raw`",
          }),
          raw: Raw,
        },
        closed,
      ),
    ),
  },
  {
    ...closed,
    $id: "DocumentExtract",
    description: "What the picture says. Nothing of it is verified.",
    examples: [
      {
        claims: { person: { givenName: "John", familyName: "Doe" }, document: { type: "passport" } },
        flaws: [{ code: "fields_mismatch", raw: "FIELDS_MISMATCH" }],
      },
    ],
  },
);
/** What the picture of a document says. */
export type DocumentExtract = Static<typeof DocumentExtract>;

/** The parts of a form with two faces. */
export const FaceComparisonForm = Type.Object(
  { first: File("A picture with one face."), second: File("Another one."), connection: ConnectionName },
  { ...closed, description: "A form with two faces." },
);

/** How much two pictures show one person. */
export const FaceComparison = Type.Object(
  {
    similarity: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: "The more the better the match. Absent: nothing could be compared; see `flaws`.",
      }),
    ),
    flaws: Type.Array(
      Type.Object(
        {
          picture: Type.Unsafe<"first" | "second">({ type: "string", enum: ["first", "second"] }),
          code: Type.Unsafe<"face_missing" | "face_too_small" | "several_faces" | "other">({
            type: "string",
            enum: ["face_missing", "face_too_small", "several_faces", "other"],
            description: "What is wrong with it.",
          }),
          raw: Raw,
        },
        closed,
      ),
    ),
  },
  {
    ...closed,
    $id: "FaceComparison",
    description: "How much two pictures show one person. It decides nothing.",
    examples: [{ similarity: 0.94, flaws: [] }],
  },
);
/** How much two pictures show one person. */
export type FaceComparison = Static<typeof FaceComparison>;
