import type { Claims } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { claimsPrivacy, type ClaimPath, type LeafPath, type PrivacyClass } from "./claims-privacy.ts";

/** A claims type with one field more than there are lines. */
interface Grown extends Claims {
  readonly person?: NonNullable<Claims["person"]> & { readonly shoeSize?: number };
}

describe("every claim", () => {
  it("has its class; a new one without it fails the build", () => {
    const whole: Record<ClaimPath, PrivacyClass> = claimsPrivacy;
    // @ts-expect-error `person.shoeSize` has no line.
    const grown: Record<LeafPath<Grown>, PrivacyClass> = claimsPrivacy;
    // @ts-expect-error No claim of this name.
    const unknown: ClaimPath = "person.shoeSize";
    expect([whole, grown]).toEqual([claimsPrivacy, claimsPrivacy]);
    expect(Object.keys(claimsPrivacy)).not.toContain(unknown);
  });

  it("that lets somebody pose as the person is of the class for that", () => {
    for (const path of ["person.personalNumber", "document.number", "document.mrz"] as const)
      expect(claimsPrivacy[path]).toBe("document");
  });
});
