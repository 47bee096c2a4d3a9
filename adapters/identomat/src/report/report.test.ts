import { collectClaims, isAdapterError } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { CheckOutcome, Report } from "@kyc-gateway/adapter-spec/v1";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSettings } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { readIdentityDocument } from "./identity-document.ts";
import { readPerson } from "./person.ts";
import { toReport } from "./report.ts";

const settings = createSettings();
const approved = readFixture("result-approved");

function report(body: UnknownRecord): Report {
  return toReport(body, settings);
}

function reportOf(result: unknown, more: UnknownRecord = {}): Report {
  return report({ ...readFixture("result-started"), ...more, result });
}

function readLiveness(body: UnknownRecord): CheckOutcome | undefined {
  return report(body).checks.find(({ kind }) => kind === "liveness")?.outcome;
}

function readScores(...scores: number[]): readonly unknown[] {
  const screeningMatches = scores.map((score) => ({ score }));
  return (report({ ...approved, screeningMatches }).screeningMatches ?? []).map((match) => match.score);
}

describe("a result is translated in full:", () => {
  it.each([
    "approved",
    "rejected",
    "guide-shape",
    "address-only",
    "nulls",
    "started",
    "untouched",
    "terms-declined",
  ])("%s", (name) => {
    const body = readFixture(`result-${name}`);
    expect(report(body)).toEqual({ ...readFixture(`report-${name}`), raw: body });
  });
});

describe("the result's word", () => {
  it.each([
    ["approved", "APPROVED"],
    ["APPROVED", "APPROVED"],
    ["Rejected", "REJECTED"],
    ["manual_check", "PENDING_REVIEW"],
    ["manual-check", "PENDING_REVIEW"],
    ["MANUAL CHECK", "PENDING_REVIEW"],
    ["DISAGREED_WITH_TERMS", "REJECTED"],
    ["in_progress", "IN_PROGRESS"],
    ["IN-PROGRESS", "IN_PROGRESS"],
  ])("%s is %s", (word, status) => {
    expect(reportOf(word).status).toBe(status);
  });

  it.each([
    undefined,
    null,
    "",
    "approve",
    "approved!",
    "APPROVED_BY_OPERATOR",
    "expired",
    true,
    1,
    ["approved"],
    {},
  ])("%j is refused", (word) => {
    expect(() => reportOf(word)).toThrow(expect.objectContaining({ code: "response_unrecognised" }));
  });

  it("alone approves: nothing else in a body does", () => {
    const anyBody = fc.dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(approved)), fc.string()),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        anyBody,
        fc.oneof(fc.jsonValue(), fc.constantFrom("rejected", "in_progress")),
        (body, result) => {
          fc.pre(typeof result !== "string" || result.trim().toLowerCase() !== "approved");
          let status: string | undefined;
          try {
            status = report({ ...approved, ...body, result }).status;
          } catch (error) {
            expect(isAdapterError(error) && error.code).toBe("response_unrecognised");
          }
          expect(status).not.toBe("APPROVED");
        },
      ),
    );
  });
});

describe("a session in progress", () => {
  it.each([
    ["a device", { technicalDetails: { userAgent: "ExampleBrowser/1.0" } }],
    ["a face", { face_images: 1 }],
    ["a document's side", { id_card_back: { mrz: "x" } }],
    ["a document's type", { document_type: "passport" }],
    ["a fact about the person", { person: { first_name: "Nino" } }],
    ["a place", { geolocation: [{ latitude: 1 }] }],
    ["a single place", { geolocation: { latitude: 1 } }],
    ["a proof of address", { generalDocuments: [{ typeId: "utility_bill" }] }],
    ["a failed attempt", { errors: ["LOW_SIMILARITY"] }],
    ["an activity", { activities: [{ type: "PAGE_LOADED" }] }],
    ["a likeness", { similarity: 0.2 }],
  ])("has seen its applicant by %s", (_, more) => {
    expect(report({ ...readFixture("result-untouched"), ...more }).status).toBe("IN_PROGRESS");
  });

  it.each([
    ["an empty device", { technicalDetails: { remoteAddress: null, userAgent: "" } }],
    ["empty facts", { person: { first_name: "", phone: null } }],
    ["an empty side", { id_card_front: {} }],
    ["the tenant's label", { name: "Nino Nimushidze" }],
  ])("has not seen its applicant by %s", (_, more) => {
    expect(report({ ...readFixture("result-untouched"), ...more }).status).toBe("SESSION_CREATED");
  });
});

describe("a body that drifts", () => {
  const paths = Object.keys(approved).filter((key) => key !== "result");

  it.each(paths)("is read whatever %s is", (key) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constant(undefined)), (value) => {
        expect(report({ ...approved, [key]: value }).status).toBe("APPROVED");
      }),
    );
  });

  it("is read whatever the facts about the person are", () => {
    const person = approved["person"] as UnknownRecord;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(person)), fc.jsonValue(), (key, value) => {
        expect(report({ ...approved, person: { ...person, [key]: value } }).status).toBe("APPROVED");
      }),
    );
  });
});

describe("reasons", () => {
  it.each([
    [
      { value: "face_mismatch", description: "Faces of Nino and another differ" },
      "face_mismatch",
      "face_mismatch",
    ],
    [{ value: "LOW-SIMILARITY" }, "face_mismatch", "LOW-SIMILARITY"],
    [{ value: "something_new" }, "unspecified", "something_new"],
  ])("of %j are translated with the provider's code beside", (rejectReason, code, raw) => {
    expect(reportOf("rejected", { reject_reason: rejectReason }).reasons).toEqual([{ code, raw }]);
  });

  it.each([null, {}, { value: "" }, { value: null }, { description: "Ana Beridze" }, "", []])(
    "of %j are none",
    (rejectReason) => {
      expect(reportOf("rejected", { reject_reason: rejectReason }).reasons).toEqual([]);
    },
  );

  it("name what duplicates say once", () => {
    const { reasons } = reportOf("rejected", {
      reject_reason: { value: "low_similarity" },
      errors: ["LOW_SIMILARITY", "FACE_FAR_AWAY", "low-similarity", null, 1],
    });
    expect(reasons).toEqual([
      { code: "face_mismatch", raw: "low_similarity" },
      { code: "photo_unusable", raw: "FACE_FAR_AWAY" },
    ]);
  });

  it("of an approval are no faults, and the fault still shows in its check", () => {
    const { reasons, checks } = report({
      ...approved,
      errors: ["LOW_SIMILARITY"],
      result_comment: "Same person.",
    });
    expect(reasons).toEqual([{ code: "operator_decision" }]);
    expect(checks).toContainEqual({ kind: "face_match", outcome: "failed", score: 0.902_728_353_040_424_9 });
    expect(checks).toContainEqual({ kind: "human_review", outcome: "passed" });
  });
});

describe("checks", () => {
  it("take a failed liveness from its fault, not from live: false", () => {
    const face = { face_images: 1, live: false };
    expect(readLiveness({ result: "rejected", ...face })).toBe("informational");
    expect(readLiveness({ result: "rejected", ...face, errors: ["LIVENESS_FAILED"] })).toBe("failed");
  });

  it("take no verdict on the faces from a score alone", () => {
    const checks = report({
      result: "manual_check",
      document_type: "id",
      face_images: 1,
      similarity: 0,
    }).checks;
    expect(checks).toContainEqual({ kind: "face_match", outcome: "informational", score: 0 });
  });

  it.each([-1, 1.5, 101, Number.NaN])("pass no score of %d on", (similarity) => {
    const match = report({ ...approved, similarity }).checks.find(({ kind }) => kind === "face_match");
    expect(match).not.toHaveProperty("score");
  });
});

describe("screening matches", () => {
  it("are scored between 0 and 1, whether the provider counts to 100 or to 1", () => {
    expect(readScores(100, 87, 1)).toEqual([1, 0.87, 0.01]);
    expect(readScores(1, 0.5)).toEqual([1, 0.5]);
    expect(readScores(250, -5)).toEqual([undefined, undefined]);
  });
});

function collectPerson(body: UnknownRecord): unknown {
  return collectClaims({ person: readPerson(body) })?.person;
}

function collectDocument(body: UnknownRecord): unknown {
  return collectClaims({ document: readIdentityDocument(body) })?.document;
}

describe("what is read from a document's image", () => {
  const john = {
    givenName: "John",
    familyName: "Doe",
    dateOfBirth: "1985-05-15",
    nationality: "USA",
    sex: "M",
  };
  const readings = readFixture("document-readings") as Record<string, UnknownRecord>;

  it("has the shape that a result's person has", () => {
    expect(collectPerson(readings["residence/front/"] ?? {})).toEqual(john);
    expect(collectPerson(readings["residence/back/"] ?? {})).toEqual({ ...john, placeOfBirth: "CITTA" });
    expect(collectDocument(readings["residence/back/"] ?? {})).toEqual({
      number: "D12345678",
      issuedOn: "2020-07-01",
      expiresOn: "2030-12-31",
      issuingCountry: "ITA",
      mrz: "P<USADOE<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<\nD12345678USA850515M3031232<<<<<<<<<<<<<<06",
    });
  });

  it("has names in the document's own script", () => {
    expect(collectPerson(readings["license/front/"] ?? {})).toEqual({
      givenName: "John",
      familyName: "Doe",
      nativeName: { givenName: "ჯონ", familyName: "დო" },
      dateOfBirth: "1985-01-01",
      placeOfBirth: "Los Angeles",
      personalNumber: "1234567890",
      address: { formatted: "456 Main St, Los Angeles, CA 90001" },
    });
    expect(collectDocument(readings["license/back/"] ?? {})).toEqual({ issuingCountry: "USA" });
  });

  it("of cards and passports is read alike", () => {
    for (const name of ["card/front/", "card/back/", "passport/"]) {
      expect(collectPerson(readings[name] ?? {})).toMatchObject({ dateOfBirth: "1990-01-01", sex: "M" });
      expect(collectDocument(readings[name] ?? {})).toMatchObject({ issuingCountry: "USA" });
    }
  });
});
