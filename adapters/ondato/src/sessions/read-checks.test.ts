import { describe, expect, it } from "vitest";
import { createSessionReader } from "../testing/session-reader.ts";

const read = createSessionReader();

async function readChecks(identification: Record<string, unknown>) {
  return (await read({ identification })).checks;
}

async function readKinds(identification: Record<string, unknown>) {
  return (await readChecks(identification)).map(({ kind, outcome }) => `${kind} ${outcome}`);
}

describe("rules", () => {
  it.each([
    ["DocumentHasBothSides", "capture"],
    ["DocumentHasFace", "capture"],
    ["SelfieHasFace", "capture"],
    ["DocumentNotExpired", "document"],
    ["DocumentTypeNotProhibited", "document"],
    ["IpAddressNotProhibited", "fraud"],
    ["NotUnder18", "age"],
    ["SelfieAndDocumentFacesMatch", "face_match"],
    ["SuccessfulPassiveLivenessCheck", "liveness"],
  ])("reports %s as a check of %s, in all three outcomes and any spelling", async (name, kind) => {
    const snakeCase = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
    const rules = [
      { name, status: "Success" },
      { name: snakeCase, status: "FAIL" },
      { name: name.toLowerCase(), status: "unavailable" },
    ];
    expect(await readChecks({ rules })).toEqual([
      { kind, outcome: "passed", raw: name },
      { kind, outcome: "failed", raw: snakeCase },
      { kind, outcome: "unavailable", raw: name.toLowerCase() },
    ]);
  });

  it.each(["DocumentHasFace", "SelfieHasFace"])("compares no faces by %s", async (name) => {
    expect(await readKinds({ rules: [{ name, status: "Success" }] })).toEqual(["capture passed"]);
  });

  it.each([
    "SelfieFaceVisible",
    "FaceDetected",
    "EmailAddressConfirmed",
    "PhoneAddressBookShared",
    "LivenessEnabled",
    "AuthenticationMethod",
    "RegistryConfigured",
  ])("makes nothing of %s, which only sounds like a check of ours", async (name) => {
    for (const status of ["Success", "Fail"]) {
      expect(await readChecks({ rules: [{ name, status }] })).toEqual([
        { kind: "other", outcome: "informational", raw: name },
      ]);
    }
  });

  it.each(["Passed", "OK", "", null, true, 1])("makes nothing of the status %j", async (status) => {
    const rules = [{ name: "SelfieAndDocumentFacesMatch", status }];
    expect(await readKinds({ rules })).toEqual(["other informational"]);
  });
});

describe("fraudChecks, registries, scores, face", () => {
  it("takes DocumentManipulation for a check of the document's authenticity", async () => {
    for (const [status, outcome] of [
      ["Success", "passed"],
      ["Fail", "failed"],
      ["Unavailable", "unavailable"],
    ]) {
      const fraudChecks = [{ name: "DocumentManipulation", status }];
      expect(await readKinds({ fraudChecks })).toEqual([`document_authenticity ${outcome}`]);
    }
  });

  it.each(["Duplicate", "PhotoOfScreen", "DeviceReused"])(
    "judges nothing by the check for fraud %s, whose meaning is not known",
    async (name) => {
      for (const status of ["Success", "Fail"])
        expect(await readKinds({ fraudChecks: [{ name, status }] })).toEqual(["other informational"]);
    },
  );

  it("takes an entry of `registries` for a register that was asked, whatever it is called", async () => {
    const registries = [
      { name: "LtResidents", status: "Success" },
      { name: "InvalidDocuments", status: "Fail" },
      { name: "FaceRegister", status: "Unavailable" },
    ];
    expect(await readKinds({ registries })).toEqual([
      "registry passed",
      "registry failed",
      "registry unavailable",
    ]);
  });

  it.each([
    { scores: [{ name: "FaceMatch", value: 0.97 }] },
    { scores: [{ name: "FaceSimilarity", value: 97.4 }] },
    { scores: [{ name: "Liveness", score: 1, status: "Success" }] },
  ])("takes %j for no judgement and no score of ours", async (identification) => {
    const [check, ...others] = await readChecks(identification);
    expect(check).toMatchObject({ kind: "other", outcome: "informational" });
    expect(check).not.toHaveProperty("score");
    expect(others).toEqual([]);
  });

  it.each([
    { face: { status: "Success", score: 0.97 } },
    { face: { enrollmentId: "e-1", ageEstimation: 30, similarity: 0.99 } },
    { face: { result: "Success", files: [] } },
  ])("takes %j for pictures of a face that nothing was compared with", async (identification) => {
    expect(await readChecks(identification)).toEqual([]);
  });
});

describe("document.ocrValidations", () => {
  const readAll = [
    { key: "Address", isValid: true },
    { key: "DocumentNumber", isValid: true },
    { key: "DateOfBirth", isValid: true },
  ];

  it("reports fields that were all read well as one check", async () => {
    expect(await readChecks({ document: { ocrValidations: readAll } })).toEqual([
      { kind: "document", outcome: "passed", raw: "ocrValidations" },
    ]);
  });

  it.each(["DocumentNumber", "DateOfBirth", "PersonalCode", "LAST_NAME"])(
    "reports a %s that was not read well as failed, whatever else was",
    async (key) => {
      const ocrValidations = [...readAll, { key, isValid: false }];
      expect(await readChecks({ document: { ocrValidations } })).toEqual([
        { kind: "document", outcome: "failed", raw: `ocrValidations:${key}` },
      ]);
    },
  );

  it("reads them beside the document too, and by status", async () => {
    const ocrValidations = [{ name: "FirstName", status: "Fail" }];
    expect(await readKinds({ ocrValidations })).toEqual(["document failed"]);
  });

  it.each([{ key: "Barcode", isValid: false }, { key: "Gender", isValid: null }, { key: "Category" }])(
    "judges nothing by %j",
    async (entry) => {
      expect(await readKinds({ document: { ocrValidations: [entry] } })).toEqual(["other informational"]);
    },
  );
});

describe("document.mrzVerified", () => {
  it.each([
    ["Passport", true, "passed"],
    ["Passport", false, "unavailable"],
    ["IdCard", false, "unavailable"],
    ["ResidencePermit", false, "unavailable"],
    // A real body carries `true` beside a licence, which has no such zone.
    ["DriverLicense", true, "not_run"],
    ["DRIVER_LICENSE", false, "not_run"],
    ["LibraryCard", true, "not_run"],
    ["LibraryCard", false, "not_run"],
  ])("reports %s, %s as %s: not verified is not forged", async (type, mrzVerified, outcome) => {
    expect(await readChecks({ document: { type, mrzVerified } })).toEqual([
      { kind: "document_authenticity", outcome, raw: "mrzVerified" },
    ]);
  });
});

describe("human review", () => {
  it.each([
    ["Approved", "ManuallyIdentified", "passed"],
    ["Approved", "MANUALLY_IDENTIFIED", "passed"],
    ["Rejected", "ManuallyIdentified", "failed"],
    ["Awaiting", "ManuallyIdentified", "informational"],
  ])("is told by %s, %s as %s", async (status, statusReason, outcome) => {
    for (const isCrossChecked of [true, false])
      expect(await readKinds({ status, statusReason, isCrossChecked })).toEqual([`human_review ${outcome}`]);
  });

  it("is not shown by a member whose meaning is only inferred", async () => {
    const identification = {
      status: "Approved",
      statusReason: "AutomaticallyIdentified",
      isCrossChecked: true,
    };
    expect(await readKinds(identification)).toEqual(["other informational"]);
  });
});
