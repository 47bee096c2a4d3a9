import { randomUUID } from "node:crypto";
import { ControlError } from "../control/control-error.ts";
import type { ActRequest } from "../control/dialect.ts";
import type { IdvStatus, KycIdentification, KycStatus, OndatoSession } from "./session.ts";

export const ondatoActs = [
  "open",
  "start",
  "decline_consent",
  "approve",
  "reject",
  "await_review",
  "abort",
  "suspend",
  "resume",
  "expire",
  "operator_approve",
  "operator_reject",
] as const;
export type OndatoAct = (typeof ondatoActs)[number];

/** What a webhook tells about; the spelling of the type is a setting. */
export type Happening =
  | "Idv.StatusChanged"
  | "Idv.Consented"
  | "KycIdentification.Created"
  | "KycIdentification.Processed"
  | "KycIdentification.Approved"
  | "KycIdentification.Rejected"
  | "KycIdentification.Updated";

/** Reject reasons that the page offers; the provider's set is open. */
export const statusReasons = {
  PoorPhotoQuality: "Poor photo quality",
  MissingDocumentPhoto: "Document photo is missing",
  MissingSelfiePhoto: "Selfie is missing",
  DocumentIsExpired: "Document has expired",
  DocumentNotAccepted: "Document is not accepted",
  FacesDoesNotMatch: "Face does not match the document",
  UnderagePerson: "Person is under age",
  PossibleFraudAttempt: "Possible fraud attempt",
} as const;

interface Scene {
  readonly session: OndatoSession;
  readonly nowMs: number;
  readonly request: ActRequest<OndatoAct>;
  /** Called after each step, so that a webhook shows the resource as it was at that step. */
  readonly tell: (happening: Happening) => void;
}

const startable: ReadonlySet<IdvStatus> = new Set(["Pending", "InProgress", "Suspended"]);

const performances = {
  open: () => undefined,
  start,
  resume: start,
  decline_consent: declineConsent,
  approve: (scene) => complete(scene, { status: "Approved", reason: "AutomaticallyIdentified" }),
  reject: (scene) =>
    complete(scene, { status: "Rejected", reason: scene.request.reason ?? "PoorPhotoQuality" }),
  await_review: (scene) => complete(scene, { status: "Awaiting", reason: null }),
  abort: (scene) => end(scene, "Aborted"),
  suspend: (scene) => end(scene, "Suspended"),
  expire: (scene) => end(scene, "Expired"),
  operator_approve: (scene) => decideByHand(scene, "Approved"),
  operator_reject: (scene) => decideByHand(scene, "Rejected"),
} satisfies Record<OndatoAct, (scene: Scene) => void>;

/** Does the act, telling each step of it. Throws a `ControlError` when it does not fit the session's state. */
export function performAct(scene: Scene): void {
  const { act } = scene.request;
  const isOperator = act === "operator_approve" || act === "operator_reject";
  if (act !== "open" && !isOperator && !startable.has(scene.session.status))
    throw new ControlError(409, `the applicant has finished; the session is ${scene.session.status}`);
  performances[act](scene);
}

function start(scene: Scene): KycIdentification {
  const { session, nowMs, tell } = scene;
  if (session.consent === undefined) {
    session.consent = { isConsented: true, consentedMs: nowMs };
    tell("Idv.Consented");
  }
  if (session.status !== "InProgress") changeStatus(scene, "InProgress");
  return session.kyc ?? createIdentification(scene);
}

function createIdentification({ session, nowMs, tell }: Scene): KycIdentification {
  const kyc: KycIdentification = {
    id: randomUUID(),
    createdMs: nowMs,
    modifiedMs: nowMs,
    fileIds: { front: randomUUID(), back: randomUUID(), face: randomUUID() },
    status: "Unfinished",
    statusReason: null,
    isCrossChecked: false,
  };
  session.kyc = kyc;
  tell("KycIdentification.Created");
  return kyc;
}

function declineConsent(scene: Scene): void {
  const { session, nowMs, tell } = scene;
  if (session.consent?.isConsented === true)
    throw new ControlError(409, "the applicant has consented already");
  session.consent = { isConsented: false, consentedMs: nowMs };
  tell("Idv.Consented");
  changeStatus(scene, "Aborted");
}

/** Completion comes first and is no verdict; the verdict follows on the second level. */
function complete(
  scene: Scene,
  verdict: { status: Exclude<KycStatus, "Unfinished">; reason: string | null },
): void {
  const kyc = start(scene);
  judge(scene, kyc, { status: "Awaiting", reason: null });
  changeStatus(scene, "Completed");
  scene.tell("KycIdentification.Processed");
  if (verdict.status === "Awaiting") return;
  judge(scene, kyc, verdict);
  scene.tell(`KycIdentification.${verdict.status}`);
}

function decideByHand(scene: Scene, status: "Approved" | "Rejected"): void {
  const { session, request, tell } = scene;
  const { kyc } = session;
  if (kyc === undefined || session.status !== "Completed")
    throw new ControlError(409, `an operator decides after completion; the session is ${session.status}`);
  const isOverride = kyc.status !== "Awaiting";
  const reason = status === "Rejected" ? request.reason : undefined;
  judge(scene, kyc, {
    status,
    reason: reason === undefined || reason === "" ? "ManuallyIdentified" : reason,
  });
  kyc.isCrossChecked = true;
  if (isOverride) tell("KycIdentification.Updated");
  tell(`KycIdentification.${status}`);
}

function judge(
  scene: Scene,
  kyc: KycIdentification,
  verdict: { status: KycStatus; reason: string | null },
): void {
  kyc.status = verdict.status;
  kyc.statusReason = verdict.reason;
  kyc.modifiedMs = scene.nowMs;
  scene.session.changes += 1;
}

function end(scene: Scene, status: "Aborted" | "Suspended" | "Expired"): void {
  if (status === "Suspended" && scene.session.status !== "InProgress")
    throw new ControlError(
      409,
      `only a started session can be suspended; the session is ${scene.session.status}`,
    );
  changeStatus(scene, status);
}

function changeStatus({ session, nowMs, tell }: Scene, status: IdvStatus): void {
  session.status = status;
  session.modifiedMs = nowMs;
  session.changes += 1;
  tell("Idv.StatusChanged");
}
