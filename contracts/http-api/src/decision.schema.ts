import { Type, type Static } from "@sinclair/typebox";
import { GivenReason } from "./formats.schema.ts";

/** The body of `POST /admin/v1/sessions/{sessionId}/decision`. */
export const DecideSession = Type.Object(
  {
    decision: Type.Union([Type.Literal("APPROVED"), Type.Literal("REJECTED")], {
      description: "What you decide.",
    }),
    reason: GivenReason("Why. Kept sealed in the audit log, with your name; no product sees it."),
    seq: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          "The session's `seq` that you have looked at: 412 when something has happened to the session since.",
      }),
    ),
  },
  {
    $id: "DecideSession",
    additionalProperties: false,
    examples: [{ decision: "APPROVED", reason: "Liveness seen in a video call, ticket 4711.", seq: 3 }],
  },
);
/** The body of `POST /admin/v1/sessions/{sessionId}/decision`. */
export type DecideSession = Static<typeof DecideSession>;
