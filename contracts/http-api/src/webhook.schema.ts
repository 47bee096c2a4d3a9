import { Type, type Static } from "@sinclair/typebox";

/** The answer to an authentic delivery: it is committed, handed to the tenant, or of no interest. */
export const DeliveryAccepted = Type.Object(
  {
    status: Type.Union([
      Type.Literal("accepted"),
      Type.Literal("duplicate"),
      Type.Literal("handed_over"),
      Type.Literal("ignored"),
    ]),
  },
  { $id: "DeliveryAccepted", additionalProperties: false },
);
/** The answer to an authentic delivery. */
export type DeliveryAccepted = Static<typeof DeliveryAccepted>;
