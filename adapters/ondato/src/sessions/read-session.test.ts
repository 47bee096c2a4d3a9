import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

const ID = "89e50d98-c556-4818-8562-3cd98608bf09";
const IDENTIFICATION_ID = "9ac12241-4333-46b0-8aa6-0b49e5444539";
const IDV_ROUTE = `GET /v1/identity-verifications/${ID}`;
const KYC_ROUTE = `GET /v1/identifications/${IDENTIFICATION_ID}`;

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

function read(idv: unknown, identification?: unknown) {
  server.answer(IDV_ROUTE, { body: idv });
  server.answer(KYC_ROUTE, { body: identification });
  return connectTo(server.origin).connection.sessions.read({ id: ID }, createCall());
}

describe("sessions.read", () => {
  it("reports the documented bodies in full", async () => {
    const idv = readFixture("idv-completed");
    const identification = readFixture("identification-awaiting");
    expect(await read(idv, identification)).toEqual({
      status: "PENDING_REVIEW",
      reasons: [{ code: "document_missing", raw: "MissingDocumentPhoto" }],
      checks: [
        { kind: "document_authenticity", outcome: "passed", raw: "mrzVerified" },
        { kind: "other", outcome: "informational", raw: "isCrossChecked" },
      ],
      claims: {
        person: {
          givenName: "John",
          middleName: "Adam",
          familyName: "Jones",
          fullName: "John Adam Jones",
          dateOfBirth: "2000-02-03",
          sex: "M",
          nationality: "LTU",
          personalNumber: "199202030202",
          address: { formatted: "string" },
        },
        document: {
          type: "id_card",
          number: "PU2343443343",
          issuedOn: "2000-02-03",
          expiresOn: "2000-02-03",
          issuingCountry: "LTU",
          category: "B",
        },
      },
      evidence: [
        { id: "3fa85f64-5717-4562-b3fc-2c963f66afa6", kind: "document_front", mediaType: "image/jpeg" },
      ],
      reference: { id: ID, parts: { identification: IDENTIFICATION_ID } },
      raw: { identityVerification: idv, identification },
    });
  });

  it("reports a body that has drifted from the documentation in full", async () => {
    const idv = readFixture("idv-completed");
    const identification = readFixture("identification-approved");
    expect(await read(idv, identification)).toEqual({
      status: "APPROVED",
      reasons: [],
      checks: [
        { kind: "document_authenticity", outcome: "passed", raw: "mrzVerified" },
        { kind: "document", outcome: "passed", raw: "DocumentNotExpired" },
        { kind: "face_match", outcome: "passed", raw: "SelfieAndDocumentFacesMatch" },
        { kind: "liveness", outcome: "unavailable", raw: "SuccessfulPassiveLivenessCheck" },
        { kind: "other", outcome: "informational", raw: "PhoneNumber" },
        { kind: "other", outcome: "informational", raw: "rules" },
        { kind: "document_authenticity", outcome: "passed", raw: "DocumentManipulation" },
        { kind: "other", outcome: "informational", raw: "fraudChecks" },
        { kind: "registry", outcome: "passed", raw: "LtResidents" },
        { kind: "other", outcome: "informational", raw: "FaceSimilarity" },
        { kind: "other", outcome: "informational", raw: "scores" },
        { kind: "document", outcome: "passed", raw: "ocrValidations" },
      ],
      unmappedWords: [
        { member: "rules[].name", word: "PhoneNumber" },
        { member: "fraudChecks[].name" },
        { member: "scores[].name", word: "FaceSimilarity" },
        { member: "scores[].name" },
      ],
      claims: {
        person: {
          givenName: "JANE",
          familyName: "SPECIMEN",
          fullName: "JANE SPECIMEN",
          dateOfBirth: "1990-12-31",
          sex: "F",
          nationality: "LVA",
        },
        document: {
          type: "passport",
          number: "00000000",
          issuedOn: "2019-03-01",
          expiresOn: "2029-03-01",
          issuingCountry: "EST",
        },
      },
      evidence: [
        { id: "11111111-1111-4111-8111-111111111111", kind: "document_front", mediaType: "image/jpeg" },
        { id: "22222222-2222-4222-8222-222222222222", kind: "document_back", mediaType: "image/png" },
        { id: "33333333-3333-4333-8333-333333333333", kind: "document_page" },
        { id: "44444444-4444-4444-8444-444444444444", kind: "face", mediaType: "image/jpeg" },
        { id: "55555555-5555-4555-8555-555555555555", kind: "face_video", mediaType: "video/mp4" },
        {
          id: "66666666-6666-4666-8666-666666666666",
          kind: "proof_of_address",
          mediaType: "application/pdf",
        },
      ],
      reference: { id: ID, parts: { identification: IDENTIFICATION_ID } },
      raw: { identityVerification: idv, identification },
    });
  });

  it("reports a session that nobody has opened, and asks the KYC API nothing", async () => {
    const idv = { id: ID, status: "Pending", step: null };
    expect(await read(idv)).toEqual({
      status: "SESSION_CREATED",
      reasons: [],
      checks: [],
      reference: { id: ID },
      raw: { identityVerification: idv },
    });
    expect(server.listRequests(KYC_ROUTE)).toHaveLength(0);
  });

  it("reads past null, absent and wrongly typed members", async () => {
    const idv = {
      id: ID,
      status: "Completed",
      step: { kycIdentification: { id: IDENTIFICATION_ID }, consent: null },
    };
    const hollow = {
      id: IDENTIFICATION_ID,
      identityVerificationId: null,
      status: null,
      statusReason: null,
      isCrossChecked: null,
      document: { files: null, gender: 7, dateOfBirth: "31/31/2000", mrzVerified: null, type: null },
      face: { files: null },
      rules: null,
      fraudChecks: {},
      ocrValidations: "none",
      scores: [null, 7],
      registries: null,
      additionalFiles: 0,
    };
    expect(await read(idv, hollow)).toEqual({
      status: "PENDING_REVIEW",
      reasons: [],
      checks: [],
      claims: { notices: [{ claim: "person.dateOfBirth", code: "unreadable_date", raw: "31/31/2000" }] },
      evidence: [],
      reference: { id: ID, parts: { identification: IDENTIFICATION_ID } },
      raw: { identityVerification: idv, identification: hollow },
    });
  });

  it("takes a document type it does not know as another document", async () => {
    const identification = { id: IDENTIFICATION_ID, status: "Awaiting", document: { type: "LibraryCard" } };
    const report = await read(readFixture("idv-completed"), identification);
    expect(report.claims?.document).toEqual({ type: "other" });
  });

  it("does not hold the absent zone of a driver's licence against it", async () => {
    const document = { type: "DriverLicense", mrzVerified: false };
    const report = await read(readFixture("idv-completed"), {
      id: IDENTIFICATION_ID,
      status: "Awaiting",
      document,
    });
    expect(report.checks).toEqual([
      { kind: "document_authenticity", outcome: "not_run", raw: "mrzVerified" },
    ]);
  });

  it("keeps a word of prose out of a rejection's reasons", async () => {
    const identification = {
      id: IDENTIFICATION_ID,
      status: "Rejected",
      statusReason: "The document of Jane Specimen has expired",
      isCrossChecked: true,
    };
    const report = await read(readFixture("idv-completed"), identification);
    expect(report.status).toBe("REJECTED");
    expect(report.reasons).toEqual([{ code: "unspecified" }]);
    expect(report.checks).toEqual([{ kind: "other", outcome: "informational", raw: "isCrossChecked" }]);
  });

  it.each([
    ["Aborted", [{ code: "applicant_aborted", raw: "Aborted" }]],
    ["Expired", [{ code: "session_lapsed", raw: "Expired" }]],
  ])("says why a session is over that is %s", async (status, reasons) => {
    expect(await read({ id: ID, status })).toMatchObject({ status: "EXPIRED", reasons });
  });

  it.each(["Aborted", "Expired", "Completed"])(
    "says that the terms were declined once it is %s",
    async (status) => {
      const report = await read({ id: ID, status, step: { consent: { isConsented: false } } });
      expect(report.status).toBe("EXPIRED");
      expect(report.reasons[0]).toEqual({ code: "terms_declined", raw: "isConsented:false" });
    },
  );

  it("does not take a question that nobody has answered for a refusal", async () => {
    const unanswered = await read({ id: ID, status: "Pending", step: { consent: { isConsented: false } } });
    expect(unanswered.reasons).toEqual([]);
    const consent = { isConsented: false, consentedUtc: "2024-01-15T09:52:48.4886646Z" };
    const refused = await read({ id: ID, status: "InProgress", step: { consent } });
    expect(refused).toMatchObject({ status: "IN_PROGRESS", reasons: [{ code: "terms_declined" }] });
  });
});
