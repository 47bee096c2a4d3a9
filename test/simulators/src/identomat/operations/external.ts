import { drawJpeg, printPdf } from "../../media/media.ts";
import { answerBytes, answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import { admit, requireSession } from "../access.ts";
import type { Admitted } from "../access.ts";
import { ArgumentError } from "../argument-error.ts";
import { requireText } from "../parameters.ts";
import { hasDocuments } from "../result-body.ts";
import type { IdentomatSession } from "../session.ts";
import type { IdentomatState } from "../state.ts";
import { readSessionId } from "./result.ts";

/** The other host's dialect: camelCase, no trailing slash, `{"result": …}` (Identomat API reference). */
export function createExternal(state: IdentomatState): Operation[] {
  return [
    createExternalOperation(state, "list-groups", () => answerJson({ result: [] })),
    createExternalOperation(state, "get-session-config", (admitted) => answerConfiguration(state, admitted)),
    createExternalOperation(state, "compare-faces", compareFaces),
    ...Object.entries(aboutSession).map(([name, answer]) =>
      createExternalOperation(state, name, (admitted) =>
        answer(requireSession(state, admitted, admitted.parameters.read("sessionId")), admitted),
      ),
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

function createExternalOperation(
  state: IdentomatState,
  name: string,
  answer: (admitted: Admitted) => Answer,
): Operation {
  return {
    name,
    methods: ["GET", "POST"],
    path: `/${name}`,
    findSessionId: (exchange) => readSessionId(exchange, "sessionId"),
    respond: (exchange) => answer(admit(state, exchange, "companyKey")),
  };
}

function answerConfiguration(state: IdentomatState, admitted: Admitted): Answer {
  const id = requireText(admitted.parameters, "sessionConfigId");
  const known = state.configurations?.find((configuration) => configuration.id === id);
  if (known === undefined && state.configurations !== undefined) throw new ArgumentError("wrong-parameters");
  const general = { language: "en", sessionLifetime: state.settings.tokenLifetimeMs / 60_000 };
  return answerJson({ result: known ?? { id, name: "Simulated configuration", general, steps: [] } });
}

function compareFaces(admitted: Admitted): Answer {
  const [first, second] = ["face1", "face2"].map((name) => admitted.parameters.read(name));
  if (!(first instanceof Uint8Array) || !(second instanceof Uint8Array))
    throw new ArgumentError("wrong-parameters");
  const isSame = Buffer.compare(first, second) === 0;
  return answerJson({
    result: { similarity: isSame ? 1 : 0.94, face1Statuses: [], face2Statuses: [] },
  });
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
    result: `data:image/jpeg;base64,${drawJpeg(`face ${session.id}`).toString("base64")}`,
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
