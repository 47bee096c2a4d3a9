import type { OndatoSettings } from "./options.ts";
import type { KycIdentification, OndatoSession } from "./session.ts";

/** `GET /v1/identity-verifications/{id}`, and the payload of the IDV webhooks. */
export function describeVerification(
  session: OndatoSession,
  settings: OndatoSettings,
): Record<string, unknown> {
  const write = (ms: number): string => writeTime(ms, settings);
  return {
    id: session.id,
    status: session.status,
    applicationId: session.application.applicationId,
    createdUtc: write(session.createdMs),
    modifiedUtc: write(session.modifiedMs),
    externalReferenceId: session.externalReferenceId,
    setup: { id: session.setupId, versionId: session.setupVersionId },
    ...describeSteps(session, write),
    ...(session.registration === undefined ? {} : { registration: session.registration }),
    ...(settings.unknownMembers ? { simulatedNovelty: { since: "2031", values: [1, null] } } : {}),
  };
}

/** A step is absent until it has started. */
function describeSteps(session: OndatoSession, write: (ms: number) => string): Record<string, unknown> {
  const { consent, kyc } = session;
  if (consent === undefined && kyc === undefined) return {};
  return {
    step: {
      ...(kyc === undefined ? {} : { kycIdentification: { id: kyc.id, ...describeSuccess(kyc) } }),
      ...(consent === undefined
        ? {}
        : { consent: { isConsented: consent.isConsented, consentedUtc: write(consent.consentedMs) } }),
    },
  };
}

/** Whether the step succeeded is told with the verdict. */
function describeSuccess({ status }: KycIdentification): Record<string, unknown> {
  const isDecided = status === "Approved" || status === "Rejected";
  return isDecided ? { isSuccess: status === "Approved" } : {};
}

/** `GET /v1/identifications/{id}`, and the payload of the KYC webhooks. */
export function describeIdentification(
  session: OndatoSession,
  kyc: KycIdentification,
  settings: OndatoSettings,
): Record<string, unknown> {
  const hasDocument = kyc.status !== "Unfinished";
  return {
    id: kyc.id,
    applicationId: session.application.applicationId,
    createdUtc: writeTime(kyc.createdMs, settings),
    modifiedUtc: writeTime(kyc.modifiedMs, settings),
    externalReferenceId: session.externalReferenceId,
    setup: { id: session.setupId, versionId: session.setupVersionId },
    identityVerificationId: session.id,
    status: kyc.status,
    statusReason: kyc.statusReason,
    isCrossChecked: kyc.isCrossChecked,
    ...(hasDocument ? describeEvidence(kyc, settings) : {}),
    ...(settings.unknownMembers ? { simulatedNovelty: "ignore me" } : {}),
  };
}

/** Each rule, and the reason of a rejection that it fails with. */
const rules = {
  DocumentHasBothSides: "MissingDocumentPhoto",
  DocumentHasFace: undefined,
  DocumentNotExpired: "DocumentIsExpired",
  DocumentTypeNotProhibited: "DocumentNotAccepted",
  NotUnder18: "UnderagePerson",
  SelfieHasFace: "MissingSelfiePhoto",
  SelfieAndDocumentFacesMatch: "FacesDoesNotMatch",
  SuccessfulPassiveLivenessCheck: "PossibleFraudAttempt",
};

const readFields = ["Address", "DateOfBirth", "DateOfExpiration", "DocumentNumber", "FirstName", "LastName"];

function describeEvidence(kyc: KycIdentification, settings: OndatoSettings): Record<string, unknown> {
  const judge = (reason: string | undefined) =>
    kyc.status === "Rejected" && kyc.statusReason === reason ? "Fail" : "Success";
  return {
    document: describeDocument(kyc, settings),
    face: { files: [describeFile(kyc, { id: kyc.fileIds.face, part: "Face", type: "Selfie" }, settings)] },
    rules: Object.entries(rules).map(([name, reason]) => ({ name, status: judge(reason) })),
    fraudChecks: [{ name: "DocumentManipulation", status: "Success" }],
    registries: [],
  };
}

/** The invented person of every simulated document. Nobody has this name, number or address. */
function describeDocument(kyc: KycIdentification, settings: OndatoSettings): Record<string, unknown> {
  return {
    fullName: "Pavyzdys Bandomasis",
    firstName: "Pavyzdys",
    middleName: null,
    lastName: "Bandomasis",
    documentNumber: "SIM0000000",
    dateOfIssue: "2021-06-28",
    dateOfExpiration: kyc.statusReason === "DocumentIsExpired" ? "2024-06-28" : "2031-06-28",
    dateOfBirth: "1990-01-08",
    personalCode: "00000000000",
    address: "Pavyzdžio g. 1, Vilnius",
    nationalityIso3: "LTU",
    countryIso3: "LTU",
    gender: "Male",
    type: "IdCard",
    mrzVerified: kyc.statusReason !== "PoorPhotoQuality",
    ocrValidations: readFields.map((key) => ({ key, isValid: true })),
    files: [
      describeFile(kyc, { id: kyc.fileIds.front, part: "Front", type: "DocumentPhoto" }, settings),
      describeFile(kyc, { id: kyc.fileIds.back, part: "Back", type: "DocumentPhoto" }, settings),
    ],
  };
}

function describeFile(
  kyc: KycIdentification,
  file: { id: string; part: string; type: string },
  settings: OndatoSettings,
): Record<string, unknown> {
  return {
    createdUtc: writeTime(kyc.modifiedMs, settings),
    fileId: file.id,
    fileName: `${file.part.toLowerCase()}.jpeg`,
    fileExtension: "jpeg",
    part: file.part,
    fileType: file.type,
  };
}

/** Some times carry seven fractional digits; which ones depends on nothing a client could know. */
function writeTime(ms: number, settings: OndatoSettings): string {
  const iso = new Date(ms).toISOString();
  const isLong = settings.sevenDigitFractions && ms % 2 === 0;
  return isLong ? iso.replace("Z", "6646Z") : iso;
}
