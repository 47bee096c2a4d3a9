import { Type } from "@sinclair/typebox";
import type { Static, TSchema } from "@sinclair/typebox";
import { discriminate } from "./discriminated.ts";
import { Flag, Key, LocalisedText, strict, TextOrLocalisedText } from "./words.schema.ts";

const Option = strict({ key: Key, title: LocalisedText });
const Options = Type.Array(Option, { minItems: 1 });
const Keys = Type.Array(Key, { uniqueItems: true });

const fileLimits = {
  fileTypes: Type.Optional(
    Type.Array(Type.Union([Type.Literal("pdf"), Type.Literal("image")]), { minItems: 1, uniqueItems: true }),
  ),
  filesMaxCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
};

const ShowConditions = strict({ questionKey: Key, answer: Type.Union([Type.String(), Type.Boolean()]) });

/** What every question has; `title` differs between applicants' and operators' questionnaires. */
const common = <Title extends TSchema>(title: Title) => ({
  key: Key,
  title,
  mandatory: Flag,
  showConditions: Type.Optional(ShowConditions),
});

function defineSharedQuestions<Title extends TSchema>(title: Title) {
  const base = common(title);
  return [
    strict({
      type: Type.Literal("string"),
      ...base,
      // Text in one of the guide's places, one text per language in another.
      answer: Type.Optional(Type.Union([Type.String(), LocalisedText])),
      readOnly: Flag,
    }),
    strict({
      type: Type.Literal("multiple-choice"),
      ...base,
      options: Options,
      answer: Type.Optional(Keys),
      readOnly: Flag,
    }),
    strict({
      type: Type.Literal("options"),
      ...base,
      options: Options,
      answer: Type.Optional(Key),
      readOnly: Flag,
    }),
    strict({ type: Type.Literal("dropdown"), ...base, options: Options, multiple: Flag }),
    strict({
      type: Type.Literal("file"),
      ...base,
      description: Type.Optional(title),
      ...fileLimits,
    }),
  ] as const;
}

/** A question to the applicant (KYC guide, "User questionnaire"); `boolean` is in the Developer guide's example only. */
export const UserQuestion = discriminate([
  ...defineSharedQuestions(LocalisedText),
  strict({ type: Type.Literal("boolean"), ...common(LocalisedText), readOnly: Flag }),
  strict({
    type: Type.Literal("attachment"),
    ...common(LocalisedText),
    description: Type.Optional(LocalisedText),
    ...fileLimits,
    answer: Type.Optional(Keys),
    allowOperatorUpload: Flag,
    allowOperatorOverride: Flag,
  }),
]);

/** A question to the provider's operator (KYC guide, "Operator questionnaire"). */
export const OperatorQuestion = discriminate(defineSharedQuestions(TextOrLocalisedText));

export type Question = Static<typeof UserQuestion> | Static<typeof OperatorQuestion>;
