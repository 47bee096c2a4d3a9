import type { TSchema } from "@sinclair/typebox";

/** Headers of answers that a route sends itself, as the OpenAPI document shows them. */
export const locationHeader = {
  Location: { type: "string", format: "uri-reference", description: "The path of what was made." },
} as const;
export const entityTagHeader = {
  ETag: {
    type: "string",
    description: "The version of what was read. Send it as `If-Match` with a change.",
  },
} as const;
export const replayedHeader = {
  "Idempotency-Replayed": {
    type: "string",
    enum: ["true"],
    description: "There when an earlier request with the same key made the session.",
  },
} as const;

/** An answer whose headers are declared. */
export function withHeaders<Answer extends TSchema>(answer: Answer, headers: Record<string, object>): Answer {
  return { ...answer, headers };
}
