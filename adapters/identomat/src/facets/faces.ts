import type { FaceComparison, FaceFlawCode, Faces } from "@kyc-gateway/adapter-spec/v1";
import {
  defineOpenVocabulary,
  keepDefined,
  parseScore,
  readArray,
  readMember,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { createShapeError, postForRecord } from "../client/external-result.ts";
import type { FacetContext } from "./facet-context.ts";

/** `FACE_FAR_AWAY` is documented; the others are likely by the provider's manner. */
const flaws = defineOpenVocabulary<FaceFlawCode>(
  {
    FACE_FAR_AWAY: "face_too_small",
    FACE_SMALL: "face_too_small",
    FACE_TOO_SMALL: "face_too_small",
    FACE_NOT_FOUND: "face_missing",
    NO_FACE: "face_missing",
    MANY_FACES: "several_faces",
    MULTIPLE_FACES: "several_faces",
  },
  "other",
);

function readFlaws(record: UnknownRecord, key: string, picture: "first" | "second"): FaceComparison["flaws"] {
  return readArray(record, key)
    .filter((word) => typeof word === "string")
    .map((word) => ({ picture, ...flaws.translate(word) }));
}

/** compare-faces: a score may be given beside a flaw, for faces of 65 to 79 pixels. */
export function createFaces({ client }: FacetContext): Faces {
  return {
    compare: async (first, second, call) => {
      const operation = "compare-faces";
      const record = await postForRecord(client, { operation, files: { face1: first, face2: second }, call });
      const similarity = readMember(record, "similarity");
      const score = parseScore(similarity, 1);
      if (similarity !== null && score === undefined)
        throw createShapeError(operation, "a similarity or null");
      const found = [
        ...readFlaws(record, "face1Statuses", "first"),
        ...readFlaws(record, "face2Statuses", "second"),
      ];
      return keepDefined({ similarity: score, flaws: found });
    },
  };
}
