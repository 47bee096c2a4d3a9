import { ControlError } from "../../control/control-error.ts";
import { readSubmission } from "../../page/form.ts";
import { answerHtml, answerRedirect } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange } from "../../server/exchange.ts";
import type { Blueprint } from "../../server/start-server.ts";
import { ondatoActs } from "../acts.ts";
import type { OndatoAct } from "../acts.ts";
import { chooseLocalisation } from "../session.ts";
import type { Localisation } from "../session.ts";
import type { OndatoControl } from "../simulator.ts";
import type { OndatoState } from "../state.ts";
import { renderPage, renderUnknown } from "./render.ts";

/** Which redirect of the localisation an act leads to; absent: the applicant stays on the page. */
const redirects: Partial<Record<OndatoAct, keyof Localisation>> = {
  approve: "successRedirectUrl",
  await_review: "successRedirectUrl",
  reject: "failureRedirectUrl",
  abort: "failureRedirectUrl",
  decline_consent: "consentDeclinedRedirectUrl",
};

/** The applicant's page at the IDV URL, and where its forms go. */
export function createOndatoPage(state: OndatoState, control: OndatoControl): Blueprint["page"] {
  return {
    show: {
      name: "page",
      methods: ["GET"],
      path: "/",
      findSessionId: readId,
      respond: (exchange) => show(state, exchange),
    },
    submit: {
      name: "page_act",
      methods: ["POST"],
      path: "/_page/act",
      findSessionId: readSubmittedId,
      respond: (exchange) => submit(state, control, exchange),
    },
  };
}

function readId(exchange: Exchange): string | undefined {
  return (exchange.request.query as Record<string, string | undefined>)["id"];
}

function readSubmittedId(exchange: Exchange): string {
  return new URLSearchParams(exchange.rawBody.toString()).get("session") ?? "";
}

function show(state: OndatoState, exchange: Exchange): Answer {
  const session = state.sessions.find(readId(exchange) ?? "");
  if (session === undefined) return answerHtml(renderUnknown(), 404);
  return answerHtml(renderPage({ session }));
}

function submit(state: OndatoState, control: OndatoControl, exchange: Exchange): Answer {
  const session = state.sessions.find(readSubmittedId(exchange));
  if (session === undefined) return answerHtml(renderUnknown(), 404);
  try {
    const { request } = readSubmission(exchange.rawBody, ondatoActs);
    control.act(session.id, request);
    const redirect = redirects[request.act];
    const url = redirect === undefined ? undefined : chooseLocalisation(session)?.[redirect];
    return answerRedirect(url ?? `/?id=${session.id}`);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return answerHtml(renderPage({ session, alert: error.message }), error.status);
  }
}
