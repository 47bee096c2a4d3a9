import { ControlError } from "../control/control-error.ts";
import type { ActRequest, Dialect, EmitRequest } from "../control/dialect.ts";
import type { SessionTruth } from "../ledger/snapshot.ts";
import { identomatActs, performAct } from "./acts.ts";
import type { IdentomatAct } from "./acts.ts";
import { composeCallback } from "./callback.ts";
import type { IdentomatSettings } from "./options.ts";
import type { IdentomatSession } from "./session.ts";
import { describeTruth } from "./state.ts";
import type { IdentomatState } from "./state.ts";

/** The Identomat that the shared control drives. */
export function createIdentomatDialect(state: IdentomatState): Dialect<IdentomatAct, IdentomatSettings> {
  const { engine, sessions, settings } = state;
  const tell = (session: IdentomatSession): SessionTruth => describeTruth(session, engine.clock.now());
  return {
    acts: identomatActs,
    settings,
    act: (id, request) => tell(actOn(state, id, request)),
    findSession: (id) => {
      const session = sessions.find(id);
      return session === undefined ? undefined : tell(session);
    },
    listSessions: () => Array.from(sessions.all(), tell),
    countForgotten: () => sessions.forgotten,
    setCallbackUrl: (url, owner) => setCallbackUrl(state, url, owner),
    emit: (request) => emit(state, request),
    reset: () => {
      sessions.clear();
      state.forgetAccounts();
    },
  };
}

function requireKnown(state: IdentomatState, id: string): IdentomatSession {
  const session = state.sessions.find(id);
  if (session === undefined) throw new ControlError(404, `no session ${id}`);
  return session;
}

/** Changes the truth, then calls back about it when it is news. */
function actOn(state: IdentomatState, id: string, request: ActRequest<IdentomatAct>): IdentomatSession {
  const session = requireKnown(state, id);
  if (request.act !== "open" && session.userAgent === null) session.userAgent = "simulated applicant";
  const isUpdate = performAct(session, request, state.engine.clock.now());
  const url = state.callbackUrls.get(session.company.name);
  if (isUpdate && url !== undefined) {
    const fields = { result: session.status };
    state.engine.courier.dispatch(
      composeCallback({ session, type: state.settings.statusCallbackType, url, fields }),
    );
  }
  return session;
}

function setCallbackUrl(state: IdentomatState, url: string | null, owner: string | undefined): void {
  const names = Array.from(state.companies.values(), (company) => company.name);
  if (owner !== undefined && !names.includes(owner))
    throw new ControlError(404, `no company ${owner}; there are ${names.join(", ")}`);
  for (const name of owner === undefined ? names : [owner]) {
    if (url === null) state.callbackUrls.delete(name);
    else state.callbackUrls.set(name, url);
  }
}

function emit(state: IdentomatState, request: EmitRequest): void {
  const session = requireKnown(state, request.sessionId);
  const url = state.callbackUrls.get(session.company.name);
  if (url === undefined) throw new ControlError(409, `company ${session.company.name} has no callback URL`);
  const type = request.type ?? state.settings.statusCallbackType;
  const outgoing = composeCallback({ session, type, url, fields: request.fields ?? {} });
  if (request.forgery === undefined) state.engine.courier.dispatch(outgoing);
  else state.engine.courier.forge(outgoing, request.forgery);
}
