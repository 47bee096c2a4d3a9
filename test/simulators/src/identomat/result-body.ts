import type { IdentomatSettings } from "./options.ts";
import { cardBack, cardFront, persona, proofOfAddress } from "./persona.ts";
import type { IdentomatSession } from "./session.ts";

type Shape = IdentomatSettings["resultShape"];

/** What `result/` answers about a session, as complete as the shape says. */
export function composeResult(
  session: IdentomatSession,
  settings: IdentomatSettings,
): Record<string, unknown> {
  const shape = isProofOfAddressOnly(session) ? "address_only" : settings.resultShape;
  const result = settings.resultCase === "upper" ? session.status.toUpperCase() : session.status;
  return { result, ...shapes[shape](session) };
}

const shapes = {
  full: composeFull,
  sparse: composeSparse,
  nulls: composeNulls,
  address_only: composeAddressOnly,
} satisfies Record<Shape, (session: IdentomatSession) => Record<string, unknown>>;

export function hasDocuments(session: IdentomatSession): boolean {
  return session.status !== "in_progress" && session.status !== "disagreed_with_terms";
}

/** The allowed document type that the simulated applicant shows. */
export function chooseDocument(session: IdentomatSession): string {
  return session.flags.documentTypes[0] ?? "id";
}

function isProofOfAddressOnly(session: IdentomatSession): boolean {
  return session.stepTypes.length > 0 && session.stepTypes.every((type) => type === "general-document");
}

function composeFull(session: IdentomatSession): Record<string, unknown> {
  const isCaptured = hasDocuments(session);
  return {
    ...composeSparse(session),
    reject_reason: session.rejectReason ?? { value: "", description: "" },
    result_comment: session.comment,
    name: isCaptured ? `${persona.first_name} ${persona.last_name}` : session.name,
    ...(session.rejectReason === null ? {} : { errors: listErrors(session) }),
    face_images: isCaptured ? 1 : 0,
    ...(isCaptured && chooseDocument(session) !== "passport"
      ? { id_card_front: cardFront, id_card_back: cardBack }
      : {}),
    suggested: {},
    generalDocuments: isCaptured && session.stepTypes.includes("general-document") ? [proofOfAddress] : [],
    configId: session.configId,
    questionnaires: [],
    geolocation: [],
    ...(session.userAgent === null ? {} : { technicalDetails: describeDevice(session.userAgent) }),
  };
}

function composeSparse(session: IdentomatSession): Record<string, unknown> {
  const isCaptured = hasDocuments(session);
  return {
    similarity: isCaptured ? measureSimilarity(session) : 0,
    live: isCaptured && session.rejectReason?.value !== "liveness_failed",
    document_type: isCaptured ? chooseDocument(session) : "",
    reject_reason: session.rejectReason,
    person: isCaptured ? describePerson(session) : {},
  };
}

function composeNulls(session: IdentomatSession): Record<string, unknown> {
  const full = composeFull(session);
  const kept = new Set(["document_type", "person", "reject_reason"]);
  return {
    ...Object.fromEntries(Object.entries(full).map(([name, value]) => [name, kept.has(name) ? value : null])),
    trustedDatabaseRecord: null,
    screeningMatches: null,
  };
}

function composeAddressOnly(session: IdentomatSession): Record<string, unknown> {
  const isCaptured = hasDocuments(session);
  return {
    similarity: 0,
    live: false,
    document_type: "",
    generalDocuments: isCaptured ? [proofOfAddress] : [],
    reject_reason: session.rejectReason,
    person: isCaptured ? { address: persona.address } : {},
  };
}

/** Each spelling of the telephone number occurs; a session that came through an operator has the other one. */
function describePerson(session: IdentomatSession): Record<string, unknown> {
  if (session.comment === "") return { ...persona, local_middle_name: null };
  const { phoneNumber, ...rest } = persona;
  return { ...rest, phone: phoneNumber };
}

function measureSimilarity(session: IdentomatSession): number {
  const mismatched = ["low_similarity", "face_mismatch"].includes(session.rejectReason?.value ?? "");
  return mismatched ? 0.599_310_525_496_19 : 0.902_728_353_040_424_9;
}

function listErrors(session: IdentomatSession): string[] {
  const code = session.rejectReason?.value ?? "";
  return code === "" ? [] : [code.toUpperCase()];
}

function describeDevice(userAgent: string): Record<string, unknown> {
  return { remoteAddress: "192.0.2.1", userAgent, countryCode: "GE" };
}
