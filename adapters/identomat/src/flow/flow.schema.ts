import { Type } from "@sinclair/typebox";
import type { Static } from "@sinclair/typebox";
import { SessionFlags } from "./flags.schema.ts";
import { Step } from "./step.schema.ts";
import { strict } from "./words.schema.ts";

/**
 * A flow's part for Identomat. Empty: the account's default session. Flags and steps are in the provider's own
 * spelling, in which they are documented.
 */
export const Flow = strict({
  configId: Type.Optional(
    Type.String({ pattern: "^[A-Za-z0-9_-]{1,128}$", description: "A configuration of the account." }),
  ),
  flags: Type.Optional(SessionFlags),
  steps: Type.Optional(
    Type.Array(Step, { description: "With configId: the steps of the configuration to replace, by key." }),
  ),
  groupId: Type.Optional(
    Type.String({ pattern: "^[A-Za-z0-9_-]{1,128}$", description: "Whose operators take the video call." }),
  ),
  sessionName: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: "The session's label in the dashboard while the applicant's name is not known.",
    }),
  ),
});

export type Flow = Static<typeof Flow>;
