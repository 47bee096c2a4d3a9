import { Type } from "@sinclair/typebox";
import type { Static, TLiteral, TObject, TProperties, TUnsafe } from "@sinclair/typebox";

type Variant = TObject<TProperties & { readonly type: TLiteral<string> }>;

/**
 * A union told apart by `type`, as if/then: an issue in one variant is reported where it is. `anyOf` would report
 * every variant that it is not.
 */
export function discriminate<const Variants extends readonly Variant[]>(
  variants: Variants,
): TUnsafe<Static<Variants[number]>> {
  return Type.Unsafe<Static<Variants[number]>>({
    type: "object",
    required: ["type"],
    properties: { type: { type: "string", enum: variants.map((variant) => variant.properties.type.const) } },
    allOf: variants.map((variant) => ({
      if: {
        type: "object",
        required: ["type"],
        properties: { type: { const: variant.properties.type.const } },
      },
      // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own keyword
      then: variant,
    })),
  });
}
