import { drawJpeg, printPdf, recordMp4 } from "../../media/media.ts";
import { answerBytes } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import type { Admitted } from "../access.ts";
import { ArgumentError } from "../argument-error.ts";
import { requireText } from "../parameters.ts";
import { chooseDocument, hasDocuments } from "../result-body.ts";
import type { IdentomatSession } from "../session.ts";
import type { IdentomatState } from "../state.ts";
import { createSessionOperation } from "./result.ts";

/** What proof of address may be asked for (Identomat API reference, result/general-document/). */
const generalDocuments: ReadonlySet<string> = new Set([
  "bank-statement",
  "utility-bill",
  "vehicle-registration-certificate-front",
  "vehicle-registration-certificate-back",
  "drivers-license",
]);

const media = {
  "card-front": answerCard,
  "card-back": answerCard,
  passport: answerPassport,
  face: answerImage,
  "face-video": (session, name) => answerBytes(recordMp4(`${name} ${session.id}`), "video/mp4"),
  "face-document": answerImage,
  "general-document": answerGeneralDocument,
} satisfies Record<string, (session: IdentomatSession, name: string, admitted: Admitted) => Answer>;

export function createMedia(state: IdentomatState): Operation[] {
  return Object.entries(media).map(([name, answer]) =>
    createSessionOperation(state, {
      name: `result/${name}`,
      path: `/external-api/result/${name}/`,
      answer: (session, admitted) => {
        if (!hasDocuments(session)) throw new ArgumentError("not-found");
        return answer(session, name, admitted);
      },
    }),
  );
}

function answerImage(session: IdentomatSession, name: string): Answer {
  return answerBytes(drawJpeg(`${name} ${session.id}`), "image/jpeg");
}

function answerCard(session: IdentomatSession, name: string): Answer {
  if (chooseDocument(session) === "passport") throw new ArgumentError("not-found");
  return answerImage(session, name);
}

function answerPassport(session: IdentomatSession, name: string): Answer {
  if (chooseDocument(session) !== "passport") throw new ArgumentError("not-found");
  return answerImage(session, name);
}

function answerGeneralDocument(session: IdentomatSession, name: string, admitted: Admitted): Answer {
  const typeId = requireText(admitted.parameters, "typeId");
  if (!generalDocuments.has(typeId)) throw new ArgumentError("wrong-parameters");
  if (!session.stepTypes.includes("general-document")) throw new ArgumentError("not-found");
  if (typeId === "bank-statement")
    return answerBytes(printPdf(`bank-statement ${session.id}`), "application/pdf");
  return answerImage(session, `${name} ${typeId}`);
}
