import { Type } from "@sinclair/typebox";
import type { Static, StringOptions } from "@sinclair/typebox";

const secret = { "x-secret": true } as const;
const BaseUrl = (options: StringOptions) =>
  Type.String({ pattern: "^https?://[^\\s?#]+$", maxLength: 300, ...options });

/** One account (company) at Identomat. */
export const Settings = Type.Object(
  {
    companyKey: Type.String({ ...secret, minLength: 1, maxLength: 300, description: "The company_key." }),
    secretKey: Type.Optional(
      Type.String({
        ...secret,
        minLength: 1,
        maxLength: 300,
        description: "The secret_key that signs our requests. Absent: they are not signed.",
      }),
    ),
    callbackApiKeys: Type.Optional(
      Type.Array(Type.String({ minLength: 16, maxLength: 300 }), {
        ...secret,
        maxItems: 10,
        description:
          "Every callbackApiKey that is live, of 16 characters at least: whoever guesses one can post callbacks; two of them while one is rotated.",
      }),
    ),
    acceptUnauthenticatedCallbacks: Type.Optional(
      Type.Boolean({
        default: false,
        "x-development-only": true,
        description: "Takes callbacks without looking at their key. Never in production: see the README.",
      }),
    ),
    baseUrl: Type.Optional(
      BaseUrl({
        default: "https://widget.identomat.com/external-api",
        description: "Base of begin/, result/ and delete/, with or without a slash at its end.",
      }),
    ),
    externalApiBaseUrl: Type.Optional(
      BaseUrl({
        description:
          "Base of the methods in camelCase. Absent: https://external-api.identomat.com, or, where baseUrl names another host " +
          "than the provider's, the root of that host.",
      }),
    ),
    widgetUrl: Type.Optional(
      BaseUrl({ description: "The page that an applicant opens. Absent: the root of baseUrl's host." }),
    ),
    signatureHeader: Type.Optional(
      Type.String({
        default: "Authorization",
        pattern: "^[A-Za-z0-9-]{1,64}$",
        description: "The header that carries the signature.",
      }),
    ),
    signaturePrefix: Type.Optional(
      Type.String({
        default: "",
        pattern: "^[\\x20-\\x7e]{0,32}$",
        description: 'Stands before the signature in its header, with its space: "HMAC ".',
      }),
    ),
    similarityThreshold: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description:
          "The account's own threshold of similarity: a face_match at or above it has passed, below it failed. Absent: a score decides nothing.",
      }),
    ),
    sessionLifetimeMinutes: Type.Optional(
      Type.Integer({
        default: 15,
        minimum: 1,
        maximum: 525_600,
        description: "How long a session token lives, as the company's configuration says.",
      }),
    ),
  },
  { additionalProperties: false },
);

export type Settings = Static<typeof Settings>;
