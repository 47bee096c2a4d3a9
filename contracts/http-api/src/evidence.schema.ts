import { Type, type Static } from "@sinclair/typebox";
import { EvidenceKindSchema } from "./vocabulary.schema.ts";

/** A media file at the provider. */
export const EvidenceItem = Type.Object(
  {
    id: Type.String({ description: "Unique in its session; opaque." }),
    kind: EvidenceKindSchema,
    mediaType: Type.Optional(Type.String({ description: "Where the provider tells it beforehand." })),
  },
  { additionalProperties: false },
);

/** The media that a provider holds of a session. */
export const EvidenceList = Type.Object(
  { items: Type.Array(EvidenceItem) },
  { $id: "EvidenceList", additionalProperties: false, description: "The media that the provider holds." },
);
/** The media that a provider holds of a session. */
export type EvidenceList = Static<typeof EvidenceList>;
