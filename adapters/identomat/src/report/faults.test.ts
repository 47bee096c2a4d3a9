import type { Report } from "@kyc-gateway/adapter-spec/v1";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFixture } from "../testing/fixtures.ts";
import { approved, findCheck, rejected, report } from "../testing/reports.ts";
import { likelyFaults, seenFaults } from "./words.table.ts";

function readReasons(members: UnknownRecord): Report["reasons"] {
  return report({ ...rejected, errors: [], reject_reason: null, ...members }).reasons;
}

describe("faults", () => {
  it.each([
    [{ reject_reason: "low_similarity" }, [{ code: "face_mismatch", raw: "low_similarity" }]],
    [{ errors: "LOW_SIMILARITY" }, [{ code: "face_mismatch", raw: "LOW_SIMILARITY" }]],
    [{ errors: [{ code: "LOW_SIMILARITY" }] }, [{ code: "face_mismatch", raw: "LOW_SIMILARITY" }]],
    [{ errors: { value: "LOW_SIMILARITY" } }, [{ code: "face_mismatch", raw: "LOW_SIMILARITY" }]],
    [{ errors: { LOW_SIMILARITY: true } }, [{ code: "face_mismatch", raw: "LOW_SIMILARITY" }]],
    [
      { errors: "LOW_SIMILARITY, FACE_FAR_AWAY" },
      [
        { code: "face_mismatch", raw: "LOW_SIMILARITY" },
        { code: "photo_unusable", raw: "FACE_FAR_AWAY" },
      ],
    ],
    [{ reject_reason: { value: { code: "underage" } } }, [{ code: "underage", raw: "underage" }]],
  ])("are reasons in every shape: %j", (members, reasons) => {
    expect(readReasons(members)).toEqual(reasons);
  });

  it.each([
    ["expired_document", "document_expired"],
    ["underage", "underage"],
    ["blacklist", "blocklisted"],
    ["fake_document", "document_suspicious"],
    ["spoof", "liveness_failed"],
    ["EXPIRED-DOCUMENT", "document_expired"],
    ["deepfake", "liveness_failed"],
    ["documentTampered", "document_suspicious"],
  ])("called %s are %s", (value, code) => {
    expect(readReasons({ reject_reason: { value } })).toEqual([{ code, raw: value }]);
  });

  it.each([
    "The document of Nino Beridze has expired",
    "Nino Beridze",
    "Beridze",
    "personal number 01001012345",
    "დოკუმენტი ვადაგასულია",
  ])("in prose, %j, are not kept in clear", (value) => {
    const { reasons, checks, unmappedWords } = report({
      ...rejected,
      errors: null,
      reject_reason: { value },
    });
    expect(reasons).toEqual([{ code: "unspecified" }]);
    expect(unmappedWords).toEqual([{ member: "reject_reason" }]);
    expect(JSON.stringify([reasons, checks, unmappedWords])).not.toContain(value);
  });

  it("of no table are kept raw, decide nothing, and are counted", () => {
    const body = { ...rejected, reject_reason: null, errors: ["MOON_PHASE"] };
    expect(report(body).reasons).toEqual([{ code: "unspecified", raw: "MOON_PHASE" }]);
    expect(report(body).checks).toContainEqual({
      kind: "other",
      outcome: "informational",
      raw: "MOON_PHASE",
    });
    expect(report(body).unmappedWords).toEqual([{ member: "errors", word: "MOON_PHASE" }]);
  });

  it.each([
    [{ person: { first_name: "Ana", status: "FIELDS_UNSURE" } }, "person.status"],
    [{ document_type: "library_card" }, "document_type"],
    [{ generalDocuments: [{ typeId: "lease_agreement" }] }, "generalDocuments.typeId"],
  ])("and other words of no table are counted: %j", (members, member) => {
    expect(report({ ...approved, ...members }).unmappedWords).toEqual([expect.objectContaining({ member })]);
  });

  it("of documented results are all in the tables", () => {
    for (const name of ["approved", "rejected", "guide-shape", "address-only", "nulls", "started"])
      expect(report(readFixture(`result-${name}`)).unmappedWords).toBeUndefined();
  });

  it("before an approval are no reasons, and direct evidence counts more than they do", () => {
    const body = { ...approved, errors: ["LIVENESS_FAILED", "LOW_SIMILARITY"], live: true };
    expect(report(body).reasons).toEqual([]);
    expect(findCheck(body, "liveness")?.outcome).toBe("passed");
    expect(findCheck(body, "face_match")?.outcome).toBe("failed");
    expect(findCheck({ ...body, result: "rejected" }, "liveness")?.outcome).toBe("failed");
    expect(report({ ...body, result: "rejected" }).reasons.map(({ code }) => code)).toEqual([
      "liveness_failed",
      "face_mismatch",
    ]);
  });

  it("approve nobody and pass no check, whatever they are called", () => {
    const words = [...Object.keys(seenFaults.words), ...Object.keys(likelyFaults.words)];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string())), (errors) => {
        const { status, checks } = report({ result: "rejected", errors });
        expect(status).toBe("REJECTED");
        expect(checks.filter(({ outcome }) => outcome === "passed")).toEqual([]);
      }),
    );
  });
});
