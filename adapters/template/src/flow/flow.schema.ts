import { Type } from "@sinclair/typebox";
import type { Static } from "@sinclair/typebox";

/** What a tenant's flow may choose at this provider. */
// TODO 3: the provider's recipe, workflow or level, under the provider's own name.
export const Flow = Type.Object(
  { workflowId: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })) },
  { additionalProperties: false },
);
export type Flow = Static<typeof Flow>;
