import { ControlError } from "../../control/control-error.ts";
import { readSubmission } from "../../page/form.ts";
import { answerHtml, answerRedirect } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange } from "../../server/exchange.ts";
import type { Blueprint } from "../../server/start-server.ts";
import { identomatActs } from "../acts.ts";
import type { IdentomatAct } from "../acts.ts";
import type { IdentomatControl } from "../simulator.ts";
import type { IdentomatState } from "../state.ts";
import { renderPage, renderUnknown } from "./render.ts";

/** Acts after which the applicant has finished here and goes back. */
const finishing: ReadonlySet<IdentomatAct> = new Set(["approve", "reject", "manual_check", "decline_terms"]);

/** The applicant's page at the launch URL, and where its forms go. */
export function createIdentomatPage(state: IdentomatState, control: IdentomatControl): Blueprint["page"] {
  return {
    show: {
      name: "page",
      methods: ["GET"],
      path: "/",
      findSessionId: readToken,
      respond: (exchange) => show(state, control, exchange),
    },
    submit: {
      name: "page_act",
      methods: ["POST"],
      path: "/_page/act",
      findSessionId: (exchange) =>
        new URLSearchParams(exchange.rawBody.toString()).get("session") ?? undefined,
      respond: (exchange) => submit(state, control, exchange),
    },
  };
}

function readToken(exchange: Exchange): string | undefined {
  return (exchange.request.query as Record<string, string | undefined>)["session_token"];
}

function show(state: IdentomatState, control: IdentomatControl, exchange: Exchange): Answer {
  const session = state.sessions.find(readToken(exchange) ?? "");
  if (session === undefined || session.isDeleted) return answerHtml(renderUnknown(), 404);
  session.userAgent ??= exchange.request.headers["user-agent"] ?? "unknown";
  control.act(session.id, { act: "open" });
  const query = exchange.request.query as Record<string, string | undefined>;
  return answerHtml(
    renderPage({
      session,
      nowMs: state.engine.clock.now(),
      isDone: query["done"] === "1",
      hasLeft: query["left"] === "1",
    }),
  );
}

function submit(state: IdentomatState, control: IdentomatControl, exchange: Exchange): Answer {
  try {
    const { sessionId, request } = readSubmission(exchange.rawBody, identomatActs);
    control.act(sessionId, request);
    const returnUrl = state.sessions.find(sessionId)?.flags.returnUrl;
    if (!finishing.has(request.act)) return answerRedirect(locate(sessionId, request.act));
    return answerRedirect(returnUrl ?? locate(sessionId, "done"));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return refuse(state, exchange, error);
  }
}

function locate(sessionId: string, after: IdentomatAct | "done"): string {
  const here = `/?session_token=${encodeURIComponent(sessionId)}`;
  if (after === "done") return `${here}&done=1`;
  return after === "walk_away" ? `${here}&left=1` : here;
}

function refuse(state: IdentomatState, exchange: Exchange, error: ControlError): Answer {
  const id = new URLSearchParams(exchange.rawBody.toString()).get("session") ?? "";
  const session = state.sessions.find(id);
  if (session === undefined || session.isDeleted) return answerHtml(renderUnknown(), 404);
  return answerHtml(
    renderPage({ session, nowMs: state.engine.clock.now(), alert: error.message }),
    error.status,
  );
}
