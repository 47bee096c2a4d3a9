import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import type { Step } from "./step.schema.ts";

/** What each kind of step checks (KYC guide, "Supported step types"). */
const table: Readonly<Record<Step["type"], readonly CheckKind[]>> = {
  language: [],
  "identity-document": ["document"],
  // The face of a liveness step is compared with the document's.
  liveness: ["liveness", "face_match"],
  "general-document": ["address"],
  "face-document": [],
  "phone-number": ["phone"],
  email: ["email"],
  geolocation: ["geolocation"],
  "user-questionnaire": ["questionnaire"],
  "video-call": ["video_call", "human_review"],
  "operator-questionnaire": [],
};

/** What a step of this kind checks; undefined for a kind that nobody told of. */
export function checksOfStep(type: string): readonly CheckKind[] | undefined {
  return Object.hasOwn(table, type) ? table[type as Step["type"]] : undefined;
}
