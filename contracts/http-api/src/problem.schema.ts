import { Type, type Static } from "@sinclair/typebox";
import { problemKinds, type ProblemCode } from "./problem-codes.ts";

/** Every code of a problem. */
export const problemCodes = Object.keys(problemKinds) as readonly ProblemCode[];

/** One issue in a request: where (RFC 6901), what, and for people. */
export const ProblemIssue = Type.Object(
  {
    pointer: Type.String({
      description: "JSON pointer into the body (RFC 6901), or `query`/`path`/`header` and the name.",
      examples: ["/applicant/id"],
    }),
    code: Type.String({ description: "Stable code of the issue.", examples: ["required"] }),
    message: Type.String({ description: "For people." }),
  },
  { additionalProperties: false },
);

/** Every error of the API: RFC 9457 with a stable `code` and with `retryable`. */
export const Problem = Type.Object(
  {
    type: Type.String({
      format: "uri-reference",
      description: "Identifies the kind of problem; ends in the code.",
    }),
    title: Type.String({ description: "The kind of problem, for people." }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.Unsafe<ProblemCode>({
      type: "string",
      enum: [...problemCodes],
      description: "Stable. Decide by this, never by the title. `/docs/problems` says what to do about each.",
      examples: ["session_not_found"],
    }),
    retryable: Type.Boolean({ description: "Whether the same request, sent again later, may succeed." }),
    detail: Type.Optional(
      Type.String({ description: "What happened this time and what to do. No personal data." }),
    ),
    instance: Type.Optional(Type.String({ description: "The request's id: quote it when you ask." })),
    issues: Type.Optional(
      Type.Array(ProblemIssue, { description: "Every issue found, not only the first." }),
    ),
  },
  { $id: "Problem", additionalProperties: false, description: "What went wrong (RFC 9457)." },
);
/** What went wrong. */
export type Problem = Static<typeof Problem>;
/** The media type of every error. */
export const problemMediaType = "application/problem+json";
