import { drawJpeg } from "../../media/media.ts";
import { answerBytes, answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange, Operation } from "../../server/exchange.ts";
import { admit, readParameter, requireIdentification } from "../access.ts";
import { isAbsentOr, isMembers, readMembers, Validation } from "../body.ts";
import { Problem } from "../problem.ts";
import { describeIdentification } from "../resource.ts";
import type { OndatoState } from "../state.ts";

/** The KYC Identification API. */
export function createIdentificationOperations(state: OndatoState): Operation[] {
  const findSessionId = (exchange: Exchange): string | undefined =>
    state.identifications.find(readParameter(exchange, "id"))?.session.id;
  return [
    {
      name: "identification",
      methods: ["GET"],
      path: "/v1/identifications/:id",
      findSessionId,
      respond: (exchange) => {
        const application = admit(state, exchange, "kyc_identifications_api");
        const { session, kyc } = requireIdentification(state, application, readParameter(exchange, "id"));
        return answerJson(describeIdentification(session, kyc, state.settings));
      },
    },
    {
      name: "file",
      methods: ["GET"],
      path: "/v1/identifications/:id/files/:fileId",
      findSessionId,
      respond: (exchange) => answerFile(state, exchange),
    },
    {
      name: "filter",
      methods: ["POST"],
      path: "/v1/identifications/filter",
      findSessionId: () => undefined,
      respond: (exchange) => filter(state, exchange),
    },
  ];
}

function answerFile(state: OndatoState, exchange: Exchange): Answer {
  const application = admit(state, exchange, "kyc_identifications_api");
  const { kyc } = requireIdentification(state, application, readParameter(exchange, "id"));
  const asked = readParameter(exchange, "fileId");
  const file = Object.entries(kyc.fileIds).find(([, fileId]) => fileId === asked);
  if (file === undefined || kyc.status === "Unfinished")
    throw new Problem("NotFound", "The file was not found.");
  return answerBytes(drawJpeg(`${file[0]} ${kyc.id}`), "image/jpeg");
}

/** The count travels in a header, on request; the shape of the list is not documented. */
function filter(state: OndatoState, exchange: Exchange): Answer {
  const application = admit(state, exchange, "kyc_identifications_api");
  const { createdUtc } = readMembers(exchange);
  const validation = new Validation();
  validation.check(isAbsentOr(createdUtc, isMembers), "createdUtc", "Must be an object.");
  const range = isMembers(createdUtc) ? createdUtc : {};
  for (const name of ["from", "to"])
    validation.check(isAbsentOr(range[name], isTime), `createdUtc.${name}`, "Must be a time.");
  validation.finish();
  const fromMs = isTime(range["from"]) ? Date.parse(String(range["from"])) : -Infinity;
  const toMs = isTime(range["to"]) ? Date.parse(String(range["to"])) : Infinity;
  const found = [...state.identifications.all()]
    .filter(({ session }) => session.application.name === application.name)
    .filter(({ kyc }) => kyc.createdMs >= fromMs && kyc.createdMs <= toMs)
    .map(({ session, kyc }) => describeIdentification(session, kyc, state.settings));
  const isCounted = exchange.request.headers["return-total-count"] === "true";
  return answerJson(found, 200, isCounted ? { "total-count": String(found.length) } : undefined);
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
