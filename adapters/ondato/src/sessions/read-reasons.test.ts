import { describe, expect, it } from "vitest";
import { createSessionReader } from "../testing/session-reader.ts";

const read = createSessionReader();

async function readCodes(identification: Record<string, unknown>) {
  const { status, reasons } = await read({ identification });
  return [status, ...reasons.map(({ code }) => code)];
}

describe("statusReason of a refusal", () => {
  it.each([
    ["MissingDocumentPhoto", "document_missing"],
    ["DocumentNotAccepted", "document_unsupported"],
    ["DataDoesNotMatch", "data_mismatch"],
    ["Sanctioned", "screening_match"],
    ["MissingSelfiePhoto", "face_missing"],
    ["FacesDoesNotMatch", "face_mismatch"],
    ["PoorPhotoQuality", "photo_unusable"],
    ["PoorPhotoLighting", "photo_unusable"],
    ["BlurredPhoto", "photo_unusable"],
    ["BadMediaFormat", "photo_unusable"],
    ["Miscellaneous", "unspecified"],
    ["PossibleFraudAttempt", "fraud_suspected"],
    ["UnrelatedPhoto", "photo_unusable"],
    ["MoreThanOnePerson", "photo_unusable"],
    ["ProhibitedCountryOrState", "country_not_allowed"],
    ["DocumentIsExpired", "document_expired"],
    ["DocumentWithNonLatinCharacters", "document_unsupported"],
    ["PartOfDocumentIsCovered", "document_unreadable"],
    ["UnderagePerson", "underage"],
    ["PartOfFaceIsCovered", "photo_unusable"],
    ["ProhibitedNationality", "country_not_allowed"],
    ["DuplicatedInfo", "duplicate_applicant"],
    ["NameMismatch", "data_mismatch"],
    ["ExpirationDateMismatch", "data_mismatch"],
    ["IncorrectInformationProvided", "data_mismatch"],
    ["DocAndBioAgeDoesntMatch", "data_mismatch"],
  ])("gives %s as %s, also in SNAKE_CASE", async (word, code) => {
    const snakeCase = word.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    for (const statusReason of [word, snakeCase, word.toLowerCase()]) {
      const { status, reasons } = await read({ identification: { status: "Rejected", statusReason } });
      expect([status, reasons]).toEqual(["REJECTED", [{ code, raw: statusReason }]]);
    }
  });

  it.each(["FaceMismatch", "TooYoung", "SuspectedFraud", "NoSelfiePlease"])(
    "does not guess what %s means, which no documentation prints",
    async (statusReason) => {
      const { reasons } = await read({ identification: { status: "Rejected", statusReason } });
      expect(reasons).toEqual([{ code: "unspecified", raw: statusReason }]);
    },
  );
});

describe("what failed", () => {
  it.each([
    ["NotUnder18", "underage"],
    ["DocumentNotExpired", "document_expired"],
    ["SelfieAndDocumentFacesMatch", "face_mismatch"],
    ["SuccessfulPassiveLivenessCheck", "liveness_failed"],
    ["DocumentTypeNotProhibited", "document_unsupported"],
    ["DocumentHasBothSides", "document_missing"],
    ["DocumentHasFace", "document_unreadable"],
    ["SelfieHasFace", "face_missing"],
    ["IpAddressNotProhibited", "blocklisted"],
  ])("gives the rule %s as the reason %s of a refusal and of a review", async (name, code) => {
    const rules = [{ name, status: "Fail" }];
    for (const status of ["Rejected", "Awaiting"]) {
      const { reasons } = await read({ identification: { status, rules } });
      expect(reasons).toEqual([{ code, raw: name }]);
    }
  });

  it.each([
    [{ fraudChecks: [{ name: "DocumentManipulation", status: "Fail" }] }, "document_suspicious"],
    [{ registries: [{ name: "LtResidents", status: "Fail" }] }, "data_mismatch"],
    [{ document: { ocrValidations: [{ key: "PersonalCode", isValid: false }] } }, "document_unreadable"],
  ])("gives %j as the reason %s", async (section, code) => {
    expect(await readCodes({ status: "Rejected", ...section })).toEqual(["REJECTED", code]);
  });

  it("gives every reason once, the provider's own word first", async () => {
    const identification = {
      status: "Rejected",
      statusReason: "DocumentIsExpired",
      rules: [
        { name: "DocumentNotExpired", status: "Fail" },
        { name: "NotUnder18", status: "Fail" },
        { name: "SelfieAndDocumentFacesMatch", status: "Success" },
      ],
      fraudChecks: [{ name: "DocumentManipulation", status: "Fail" }],
    };
    const { reasons } = await read({ identification });
    expect(reasons).toEqual([
      { code: "document_expired", raw: "DocumentIsExpired" },
      { code: "underage", raw: "NotUnder18" },
      { code: "document_suspicious", raw: "DocumentManipulation" },
    ]);
  });

  it("gives none for what could not run or what nobody understands", async () => {
    const rules = [
      { name: "SelfieAndDocumentFacesMatch", status: "Unavailable" },
      { name: "FaceDetected", status: "Fail" },
    ];
    expect(await readCodes({ status: "Rejected", rules })).toEqual(["REJECTED"]);
  });
});

describe("reasons of an approval", () => {
  it.each([
    ["AutomaticallyIdentified", []],
    ["AUTOMATICALLY_IDENTIFIED", []],
    [null, []],
    ["ManuallyIdentified", [{ code: "operator_decision", raw: "ManuallyIdentified" }]],
    // Left over from a refusal that was overruled.
    ["PoorPhotoQuality", []],
    ["FACES_DOES_NOT_MATCH", []],
    ["ApprovedByPartner", [{ code: "unspecified", raw: "ApprovedByPartner" }]],
  ])("for %s are %j", async (statusReason, reasons) => {
    const report = await read({ identification: { status: "Approved", statusReason } });
    expect(report).toMatchObject({ status: "APPROVED", reasons });
  });

  it("do not hold what failed and was overruled", async () => {
    const rules = [{ name: "DocumentNotExpired", status: "Fail" }];
    const identification = { status: "Approved", statusReason: "ManuallyIdentified", rules };
    expect(await readCodes(identification)).toEqual(["APPROVED", "operator_decision"]);
  });
});

describe("reasons of a session without a decision", () => {
  it.each(["AutomaticallyIdentified", "ManuallyIdentified"])("do not hold %s", async (statusReason) => {
    expect(await readCodes({ status: "Awaiting", statusReason })).toEqual(["PENDING_REVIEW"]);
  });

  it("do not hold those of a verdict that does not count yet", async () => {
    const identification = { status: "Rejected", statusReason: "BlurredPhoto" };
    const report = await read({ verification: { status: "InProgress" }, identification });
    expect(report).toMatchObject({ status: "IN_PROGRESS", reasons: [] });
  });

  it.each([
    { isConsented: false, consentedUtc: "2024-01-15T09:52:48.4886646Z" },
    { isConsented: false, consentedUtc: null },
    { isConsented: false },
  ])("do not hold a refusal of the terms while it is Pending: %j", async (consent) => {
    const report = await read({ verification: { status: "Pending", step: { consent } } });
    expect(report).toMatchObject({ status: "SESSION_CREATED", reasons: [] });
  });
});
