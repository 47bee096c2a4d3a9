import { Type } from "@sinclair/typebox";
import { facetProblems } from "../providers/index.ts";

/** A page of a tenant's own records. */
export const PageQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ format: "uuid", description: "`nextCursor` of the page before." })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  { additionalProperties: false },
);

export const readingProblems = ["invalid_request", "access_reason_missing"] as const;

/** What placing something at a provider can end in. */
export const placingProblems = [
  "malformed_body",
  "invalid_request",
  "payload_too_large",
  "unsupported_media_type",
  "connection_not_found",
  ...facetProblems,
  "already_at_provider",
  "access_reason_missing",
] as const;
