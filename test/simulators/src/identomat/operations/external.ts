import { drawJpeg, printPdf } from "../../media/media.ts";
import { answerBytes, answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import type { Admitted } from "../access.ts";
import { ArgumentError } from "../argument-error.ts";
import { requireText } from "../parameters.ts";
import { createExternalOperation, createExternalSessionOperation } from "../external-operation.ts";
import { hasDocuments } from "../result-body.ts";
import type { IdentomatSession } from "../session.ts";
import type { IdentomatState } from "../state.ts";

/** What the other host tells of a configuration and of a session (Identomat API reference). */
export function createExternal(state: IdentomatState): Operation[] {
  return [
    createExternalOperation(state, "get-session-config", (admitted) => answerConfiguration(state, admitted)),
    ...Object.entries(aboutSession).map(([name, answer]) =>
      createExternalSessionOperation(state, name, answer),
    ),
  ];
}

const aboutSession = {
  "list-session-activities": (session) =>
    answerJson({ result: session.activities.map((activity) => ({ ...activity, data: [] })) }),
  "get-session-statistical-summary": (session) => answerJson({ result: [summarise(session)] }),
  "export-session-as-pdf": exportPdf,
  "get-session-main-document-face-photo": answerFacePhoto,
} satisfies Record<string, (session: IdentomatSession, admitted: Admitted) => Answer>;

function answerConfiguration(state: IdentomatState, admitted: Admitted): Answer {
  const id = requireText(admitted.parameters, "sessionConfigId");
  const known = state.configurations?.find((configuration) => configuration.id === id);
  if (known === undefined && state.configurations !== undefined) throw new ArgumentError("wrong-parameters");
  const general = { language: "en", sessionLifetime: state.settings.tokenLifetimeMs / 60_000 };
  return answerJson({ result: known ?? { id, name: "Simulated configuration", general, steps: [] } });
}

function exportPdf(session: IdentomatSession, admitted: Admitted): Answer {
  const parts = ["exportSession", "exportScreening", "exportProofOfAddress"];
  const isAsked = parts.some((part) =>
    [true, "true"].includes(admitted.parameters.read(part) as boolean | string),
  );
  if (!isAsked) throw new ArgumentError("wrong-parameters");
  return answerBytes(printPdf(`session ${session.id}: ${session.status}`), "application/pdf");
}

function answerFacePhoto(session: IdentomatSession): Answer {
  if (!hasDocuments(session)) throw new ArgumentError("face-photo-not-found");
  return answerJson({
    // The documented type says nothing of what it holds.
    result: `data:text/plain;base64,${drawJpeg(`face ${session.id}`).toString("base64")}`,
  });
}

function summarise(session: IdentomatSession): Record<string, unknown> {
  const isFinished = session.status !== "in_progress";
  return {
    sessionStartDate: new Date(session.createdMs).toISOString(),
    sessionTimeSpan: session.changedMs - session.createdMs,
    scanDocumentStartTime: session.isStarted ? new Date(session.createdMs).toISOString() : null,
    scanDocumentEndTime: isFinished ? new Date(session.changedMs).toISOString() : null,
    scanDocumentAttempts: isFinished ? 1 : 0,
    scanDocumentFailReason: null,
    livenessStartTime: null,
    livenessEndTime: null,
    livenessFailReasons: session.rejectReason?.value === "liveness_failed" ? ["liveness_failed"] : null,
    sessionTerminationStep: null,
    sessionTerminationReasons: null,
  };
}
