import { ControlError } from "../control/control-error.ts";
import type { Dialect, EmitRequest } from "../control/dialect.ts";
import type { SessionTruth } from "../ledger/snapshot.ts";
import { ondatoActs, performAct } from "./acts.ts";
import type { Happening, OndatoAct } from "./acts.ts";
import type { OndatoSettings } from "./options.ts";
import { describeIdentification, describeVerification } from "./resource.ts";
import { isTimeUp } from "./session.ts";
import type { OndatoSession } from "./session.ts";
import { describeTruth } from "./state.ts";
import type { OndatoState } from "./state.ts";
import { BearerSource } from "./webhooks/bearer.ts";
import { composeWebhook } from "./webhooks/webhook.ts";

/** The Ondato that the shared control drives, and the timers that run out on their own. */
export interface OndatoDialect extends Dialect<OndatoAct, OndatoSettings> {
  /** Ends every session whose timer has run out, with its webhook. */
  expireLapsed(): void;
}

export function createOndatoDialect(state: OndatoState): OndatoDialect {
  const bearers = new BearerSource();
  const tell = (session: OndatoSession, happening: Happening): void =>
    announce({ state, session, bearers }, happening);
  const act = (id: string, request: Parameters<OndatoDialect["act"]>[1]): SessionTruth => {
    const session = requireKnown(state, id);
    const nowMs = state.engine.clock.now();
    performAct({ session, nowMs, request, tell: (happening) => tell(session, happening) });
    return describeTruth(session);
  };
  return {
    acts: ondatoActs,
    settings: state.settings,
    act,
    findSession: (id) => {
      const session = state.sessions.find(id);
      return session === undefined ? undefined : describeTruth(session);
    },
    listSessions: () => Array.from(state.sessions.all(), describeTruth),
    countForgotten: () => state.sessions.forgotten,
    setCallbackUrl: (url, owner) => setWebhookUrl(state, url, owner),
    emit: (request) => emit({ state, session: requireKnown(state, request.sessionId), bearers }, request),
    reset: () => {
      state.sessions.clear();
      state.identifications.clear();
      state.tokens.revokeAll();
    },
    expireLapsed: () => {
      const nowMs = state.engine.clock.now();
      for (const session of state.sessions.all())
        if (isTimeUp(session, nowMs)) act(session.id, { act: "expire" });
    },
  };
}

interface Stage {
  readonly state: OndatoState;
  readonly session: OndatoSession;
  readonly bearers: BearerSource;
}

function announce(stage: Stage, happening: Happening): void {
  const { state, session } = stage;
  if (happening === "KycIdentification.Created" && session.kyc !== undefined)
    state.identifications.add({ id: session.kyc.id, session, kyc: session.kyc });
  const url = state.webhookUrls.get(session.application.name);
  if (url === undefined) return;
  const type = happening.replace(/^Idv/, state.settings.idvTypeSpelling);
  state.engine.courier.dispatch(compose(stage, { type, url, fields: {} }));
}

function compose(
  stage: Stage,
  webhook: { type: string; url: string; fields: Readonly<Record<string, unknown>> },
) {
  const { state, session, bearers } = stage;
  const isAboutKyc = /^kyc_?identification\b/i.test(webhook.type) && session.kyc !== undefined;
  const resource =
    isAboutKyc && session.kyc !== undefined
      ? describeIdentification(session, session.kyc, state.settings)
      : describeVerification(session, state.settings);
  return composeWebhook({
    session,
    type: webhook.type,
    url: webhook.url,
    payload: { ...resource, ...webhook.fields },
    createdMs: state.engine.clock.now(),
    resignsRetries: state.settings.resignsRetries,
    bearers,
  });
}

function emit(stage: Stage, request: EmitRequest): void {
  const { state, session } = stage;
  const url = state.webhookUrls.get(session.application.name);
  if (url === undefined)
    throw new ControlError(409, `application ${session.application.name} has no webhook URL`);
  const type = request.type ?? `${state.settings.idvTypeSpelling}.StatusChanged`;
  const outgoing = compose(stage, { type, url, fields: request.fields ?? {} });
  if (request.forgery === undefined) state.engine.courier.dispatch(outgoing);
  else state.engine.courier.forge(outgoing, request.forgery);
}

function requireKnown(state: OndatoState, id: string): OndatoSession {
  const session = state.sessions.find(id);
  if (session === undefined) throw new ControlError(404, `no identity verification ${id}`);
  return session;
}

function setWebhookUrl(state: OndatoState, url: string | null, owner: string | undefined): void {
  const names = state.applications.map(({ name }) => name);
  if (owner !== undefined && !names.includes(owner))
    throw new ControlError(404, `no application ${owner}; there are ${names.join(", ")}`);
  for (const name of owner === undefined ? names : [owner]) {
    if (url === null) state.webhookUrls.delete(name);
    else state.webhookUrls.set(name, url);
  }
}
