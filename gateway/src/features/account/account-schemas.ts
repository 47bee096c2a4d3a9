import { Type } from "@sinclair/typebox";

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
  "facet_unsupported",
  "already_at_provider",
  "provider_refused",
  "provider_unavailable",
  "provider_unrecognised",
  "provider_misconfigured",
  "access_reason_missing",
] as const;
