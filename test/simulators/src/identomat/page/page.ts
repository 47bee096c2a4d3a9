import { answerHtml, answerRedirect } from "../../server/answer.ts";
import type { Blueprint } from "../../server/start-server.ts";
import type { IdentomatControl } from "../simulator.ts";
import type { IdentomatState } from "../state.ts";

export function createIdentomatPage(_state: IdentomatState, _control: IdentomatControl): Blueprint["page"] {
  return {
    show: {
      name: "page",
      methods: ["GET"],
      path: "/",
      findSessionId: () => undefined,
      respond: () => answerHtml("todo"),
    },
    submit: {
      name: "page_act",
      methods: ["POST"],
      path: "/_page/act",
      findSessionId: () => undefined,
      respond: () => answerRedirect("/"),
    },
  };
}
