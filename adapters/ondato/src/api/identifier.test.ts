import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathLikeTexts } from "../testing/arbitrary-text.ts";
import { asIdentifier } from "./identifier.ts";

describe("asIdentifier", () => {
  it("spells a UUID in one way, and leaves other ids as they are", () => {
    expect(asIdentifier("89E50D98-C556-4818-8562-3cd98608bf09")).toBe("89e50d98-c556-4818-8562-3cd98608bf09");
    expect(asIdentifier("Abc_1-2")).toBe("Abc_1-2");
  });

  it("lets nothing through that a URL would read as more than one segment", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), pathLikeTexts, fc.integer(), fc.constant(null)), (value) => {
        const id = asIdentifier(value) ?? "nothing";
        expect(new URL(`https://example.com/v1/things/${id}`).pathname).toBe(`/v1/things/${id}`);
        expect(id).not.toContain("/");
      }),
    );
  });
});
