import { Type } from "@sinclair/typebox";
import type { Static } from "@sinclair/typebox";

const Secret = (description: string) =>
  Type.String({ minLength: 8, maxLength: 512, "x-secret": true, description });

/** One account at Template. */
// TODO 3: the members that an operator must give; "x-secret" on each secret, lists where a secret is replaced by the next.
export const Settings = Type.Object(
  {
    apiKey: Secret("The key of the API."),
    baseUrl: Type.Optional(
      Type.String({ pattern: "^https?://[^\\s?#]+$", maxLength: 255, description: "Base of the API." }),
    ),
    webhookSecrets: Type.Optional(
      Type.Array(Type.String({ minLength: 16, maxLength: 512 }), {
        "x-secret": true,
        maxItems: 5,
        description: "Every signing secret that is live, of 16 characters at least.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type Settings = Static<typeof Settings>;
