import type { Reason } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { selectReasons } from "./resolve-status.ts";

describe("the reasons of an approval", () => {
  it.each<[string, readonly Reason[]]>([
    ["a poor picture", [{ code: "photo_unusable", raw: "PoorPhotoQuality" }]],
    [
      "errors of the rejection before",
      [{ code: "face_mismatch" }, { code: "document_expired", raw: "errors" }],
    ],
    ["a word without a counterpart", [{ code: "unspecified", raw: "something" }]],
  ])("are not those of the refusal before it: %s", (_name, reasons) => {
    const own = { code: "operator_decision", raw: "ManuallyIdentified" } as const;
    expect(selectReasons("APPROVED", [...reasons, own])).toEqual([own]);
    expect(selectReasons("REJECTED", reasons)).toBe(reasons);
  });
});
