import { Type } from "@sinclair/typebox";
import type { Static } from "@sinclair/typebox";
import { OneOf } from "../one-of.schema.ts";

/** What of the applicant may be sent as registration data, in our words. */
const RegistrationMember = OneOf([
  "givenName",
  "middleName",
  "familyName",
  "dateOfBirth",
  "personalNumber",
  "email",
  "phone",
  "country",
]);
export type RegistrationMember = Static<typeof RegistrationMember>;

const RedirectUrl = (description: string) =>
  Type.String({ format: "uri", pattern: "^https?://", maxLength: 2048, description });

const Localisation = Type.Object(
  {
    language: Type.Optional(
      Type.String({
        pattern: "^[a-z]{2}$",
        description: "Of the page, where the request names none. ISO 639-1. Default `en`.",
      }),
    ),
    pageTitle: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    successRedirectUrl: Type.Optional(RedirectUrl("Instead of the request's `returnUrl`, after success.")),
    failureRedirectUrl: Type.Optional(RedirectUrl("Instead of the request's `returnUrl`, after failure.")),
    consentDeclinedRedirectUrl: Type.Optional(
      RedirectUrl("Instead of the request's `returnUrl`, after the consent was declined."),
    ),
  },
  { additionalProperties: false },
);

export const Flow = Type.Object(
  {
    setupId: Type.String({
      pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
      description: "The IDV setup: the recipe that was made at Ondato.",
    }),
    registration: Type.Optional(
      Type.Array(RegistrationMember, {
        uniqueItems: true,
        description:
          "What Ondato is told of the applicant beforehand. Absent: all that the request has. Empty: nothing.",
      }),
    ),
    localisation: Type.Optional(Localisation),
  },
  { additionalProperties: false, title: "Ondato flow" },
);
export type Flow = Static<typeof Flow>;
