import { Type } from "@sinclair/typebox";
import type { Static, TProperties } from "@sinclair/typebox";
import { discriminate } from "./discriminated.ts";
import { OperatorQuestion, UserQuestion } from "./question.schema.ts";
import {
  DocumentCountries,
  DocumentTypes,
  Flag,
  GeneralDocumentTypes,
  Key,
  LanguageCode,
  LocalisedText,
  strict,
  TextOrLocalisedText,
} from "./words.schema.ts";

function defineStep<const Type_ extends string, More extends TProperties>(type: Type_, more: More) {
  return strict({ type: Type.Literal(type), key: Key, title: Type.Optional(TextOrLocalisedText), ...more });
}

const withFlags = <Flags extends TProperties>(flags: Flags) => ({ flags: Type.Optional(strict(flags)) });

const LanguageStep = defineStep("language", { languages: Type.Optional(Type.Array(LanguageCode)) });

const nestableSteps = [
  defineStep(
    "identity-document",
    withFlags({
      disable_document_capture: Flag,
      allow_document_upload: Flag,
      document_types: Type.Optional(DocumentTypes),
      document_countries: Type.Optional(DocumentCountries),
      optional_continue_on_another_device: Flag,
    }),
  ),
  defineStep(
    "liveness",
    withFlags({ liveness: Flag, allow_face_upload: Flag, optional_continue_on_another_device: Flag }),
  ),
  defineStep("general-document", withFlags({ general_document_types: Type.Optional(GeneralDocumentTypes) })),
  defineStep(
    "face-document",
    withFlags({
      allow_face_doc_upload: Flag,
      require_face_document: Flag,
      optional_continue_on_another_device: Flag,
    }),
  ),
  defineStep("phone-number", withFlags({ require_phone_number_check: Flag, require_phone_number: Flag })),
  defineStep("email", withFlags({ require_email_check: Flag, require_email: Flag })),
  defineStep("geolocation", withFlags({ require_geolocation: Flag })),
  strict({
    type: Type.Literal("user-questionnaire"),
    key: Key,
    title: LocalisedText,
    description: Type.Optional(LocalisedText),
    questions: Type.Array(UserQuestion, { minItems: 1 }),
    successButtonTitle: Type.Optional(LocalisedText),
  }),
] as const;

const VideoCallStep = defineStep("video-call", {
  // The guide excludes the language step and the operator's questionnaire; a call within a call means nothing.
  steps: Type.Optional(Type.Array(discriminate(nestableSteps))),
  resetSteps: Flag,
  hideCameraOption: Flag,
  nameRequired: Flag,
  multiple_participants: Flag,
  // The guide's list of members spells it so, its table as above. What a flow says is sent as it is.
  multiple_participans: Flag,
});

const OperatorQuestionnaireStep = strict({
  type: Type.Literal("operator-questionnaire"),
  key: Key,
  title: TextOrLocalisedText,
  description: Type.Optional(TextOrLocalisedText),
  questions: Type.Array(OperatorQuestion, { minItems: 1 }),
});

/** A step of a session (KYC guide, "Supported step types"). */
export const Step = discriminate([LanguageStep, ...nestableSteps, VideoCallStep, OperatorQuestionnaireStep]);

export type Step = Static<typeof Step>;
export type StepOf<StepType extends Step["type"]> = Extract<Step, { type: StepType }>;
