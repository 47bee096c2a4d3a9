import type { Picture } from "./document-extract.ts";
import type { Call } from "./host.ts";

/** What is wrong with a face's picture. A closed set. */
export type FaceFlawCode = "face_missing" | "face_too_small" | "several_faces" | "other";

/** How much two faces are one person's. It decides nothing. */
export interface FaceComparison {
  /** Between 0 and 1, the more the better the match; absent where nothing could be compared. */
  readonly similarity?: number;
  /** `raw` is the provider's code, never prose. */
  readonly flaws: readonly {
    readonly picture: "first" | "second";
    readonly code: FaceFlawCode;
    readonly raw?: string;
  }[];
}

/** The facet `faces`: compares two pictures, without a session. */
export interface Faces {
  compare(first: Picture, second: Picture, call: Call): Promise<FaceComparison>;
}
