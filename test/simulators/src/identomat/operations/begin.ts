import { answerJson } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import { admit } from "../access.ts";
import type { Admitted } from "../access.ts";
import { ArgumentError } from "../argument-error.ts";
import type { IdentomatConfiguration } from "../options.ts";
import { readStructure, readText } from "../parameters.ts";
import { createToken } from "../session.ts";
import type { IdentomatSession, LaunchFlags } from "../session.ts";
import type { IdentomatState } from "../state.ts";

/** `begin/`: answers the session token as a bare JSON string. */
export function createBegin(state: IdentomatState): Operation {
  return {
    name: "begin",
    methods: ["GET", "POST"],
    path: "/external-api/begin/",
    findSessionId: () => undefined,
    respond: (exchange) => {
      const session = createSession(state, admit(state, exchange, "company_key"));
      state.sessions.add(session);
      state.engine.ledger.countSession();
      return answerJson(session.id);
    },
  };
}

function createSession(state: IdentomatState, admitted: Admitted): IdentomatSession {
  const { parameters, company } = admitted;
  const nowMs = state.engine.clock.now();
  const configId = readText(parameters, "config_id");
  const configuration = configId === null ? undefined : findConfiguration(state, configId);
  const steps = readSteps(readStructure(parameters, "steps")) ?? configuration?.steps ?? [];
  const opensMs = readTime(readText(parameters, "scheduleStartTime")) ?? nowMs;
  const lifetimeMs = (configuration?.general.sessionLifetime ?? 0) * 60_000 || state.settings.tokenLifetimeMs;
  return {
    id: createToken(),
    company,
    configId,
    clientUserId: readText(parameters, "clientUserId"),
    name: readText(parameters, "name"),
    groupId: readText(parameters, "groupId"),
    parentId: readParent(state, admitted),
    flags: readFlags(readStructure(parameters, "flags"), configuration),
    stepTypes: steps.map(readStepType),
    createdMs: nowMs,
    opensMs,
    lapsesMs: readTime(readText(parameters, "scheduleEndTime")) ?? opensMs + lifetimeMs,
    status: "in_progress",
    isStarted: false,
    userAgent: null,
    rejectReason: null,
    comment: "",
    changedMs: nowMs,
    changes: 0,
    isDeleted: false,
    isCallEnded: false,
    activities: [],
  };
}

function findConfiguration(state: IdentomatState, id: string): IdentomatConfiguration | undefined {
  const found = state.configurations?.find((configuration) => configuration.id === id);
  if (state.configurations !== undefined && found === undefined) throw new ArgumentError("wrong-parameters");
  return found;
}

function readParent(state: IdentomatState, { parameters, company }: Admitted): string | null {
  const id = readText(parameters, "parent_session_id");
  if (id === null) return null;
  if (state.sessions.find(id)?.company.name !== company.name) throw new ArgumentError("session-not-found");
  return id;
}

function readTime(text: string | null): number | undefined {
  if (text === null) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new ArgumentError("wrong-parameters");
  return ms;
}

function readSteps(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new ArgumentError("wrong-parameters");
  return value as readonly unknown[];
}

function readStepType(step: unknown): string {
  const type = typeof step === "object" && step !== null && "type" in step ? step.type : undefined;
  if (typeof type !== "string") throw new ArgumentError("wrong-parameters");
  return type;
}

function readFlags(value: unknown, configuration: IdentomatConfiguration | undefined): LaunchFlags {
  if (value !== undefined && value !== null && (typeof value !== "object" || Array.isArray(value)))
    throw new ArgumentError("wrong-parameters");
  const flags = (value ?? {}) as Record<string, unknown>;
  const { return_url: returnUrl, language, document_types: types } = flags;
  if (returnUrl !== undefined && returnUrl !== null && !isAbsoluteUrl(returnUrl))
    throw new ArgumentError("wrong-parameters");
  return {
    returnUrl: typeof returnUrl === "string" ? returnUrl : undefined,
    language: typeof language === "string" ? language : (configuration?.general.language ?? "en"),
    skipsAgreement: flags["skip_agreement"] === true,
    documentTypes: Array.isArray(types) ? types.filter((type) => typeof type === "string") : [],
  };
}

const scriptBearing = /^\s*(?:javascript|data|vbscript|blob|file):/i;

function isAbsoluteUrl(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && !scriptBearing.test(value);
}
