import { Type } from "@sinclair/typebox";
import type { ObjectOptions, TProperties } from "@sinclair/typebox";

const language = "^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$";

/** An object that refuses members nobody declared. */
export const strict = <Properties extends TProperties>(properties: Properties, options: ObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

export const LanguageCode = Type.String({ pattern: language });

/** A text in several languages: codes as names. */
export const LocalisedText = Type.Record(LanguageCode, Type.String({ minLength: 1 }), {
  minProperties: 1,
  additionalProperties: false,
});

export const TextOrLocalisedText = Type.Union([Type.String({ minLength: 1 }), LocalisedText]);

/** A name that the tenant gives to a step, a question or an option. */
export const Key = Type.String({ minLength: 1, maxLength: 200 });

/** `residence_license` in the Developer guide, `residence_permit` in the API reference: see the README. */
export const DocumentTypeWord = Type.Union([
  Type.Literal("id"),
  Type.Literal("passport"),
  Type.Literal("driver_license"),
  Type.Literal("residence_license"),
  Type.Literal("residence_permit"),
]);

export const DocumentTypes = Type.Array(DocumentTypeWord, { uniqueItems: true });
export const DocumentCountries = Type.Array(Type.String({ pattern: "^[A-Z]{3}$" }), { uniqueItems: true });

/** An open set: `bank_statement`, `utility_bill`, `drivers_license` and what else the account offers. */
export const GeneralDocumentTypes = Type.Array(Type.String({ pattern: "^[a-z][a-z_]{0,63}$" }), {
  uniqueItems: true,
});

export const Flag = Type.Optional(Type.Boolean());
