import { randomUUID } from "node:crypto";
import { answerEmpty, answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Exchange, Operation } from "../../server/exchange.ts";
import { admit, readParameter, requireVerification } from "../access.ts";
import { isAbsentOr, isMembers, isUuid, readMembers, Validation } from "../body.ts";
import type { Members } from "../body.ts";
import type { OndatoApplication } from "../options.ts";
import { describeVerification } from "../resource.ts";
import type { Localisation, OndatoSession } from "../session.ts";
import type { OndatoState } from "../state.ts";

const findSessionId = (exchange: Exchange): string => readParameter(exchange, "id");

/** The IDV API (Ondato docs, IDV). */
export function createVerificationOperations(state: OndatoState): Operation[] {
  return [
    {
      name: "create",
      methods: ["POST"],
      path: "/v1/identity-verifications",
      findSessionId: () => undefined,
      respond: (exchange) => create(state, exchange),
    },
    {
      name: "read",
      methods: ["GET"],
      path: "/v1/identity-verifications/:id",
      findSessionId,
      respond: (exchange) => {
        const application = admit(state, exchange, "idv_api");
        const session = requireVerification(state, application, readParameter(exchange, "id"));
        return answerJson(describeVerification(session, state.settings));
      },
    },
    {
      name: "localise",
      methods: ["PUT"],
      path: "/v1/identity-verifications/:id/setup-localisations",
      findSessionId,
      respond: (exchange) => localise(state, exchange),
    },
  ];
}

function create(state: OndatoState, exchange: Exchange): Answer {
  const application = admit(state, exchange, "idv_api");
  const body = readMembers(exchange);
  validate(body, application);
  const nowMs = state.engine.clock.now();
  const session: OndatoSession = {
    id: randomUUID(),
    application,
    externalReferenceId: (body["externalReferenceId"] as string | undefined) ?? null,
    setupId: body["setupId"] as string,
    setupVersionId: "67613d97-0000-4000-8000-000000000001",
    registration: isMembers(body["registration"]) ? body["registration"] : undefined,
    createdMs: nowMs,
    modifiedMs: nowMs,
    status: "Pending",
    changes: 0,
    consent: undefined,
    defaultLanguage: "en",
    localisations: [],
    kyc: undefined,
  };
  state.sessions.add(session);
  state.engine.ledger.countSession();
  return answerJson({ id: session.id }, 201);
}

function validate(body: Members, application: OndatoApplication): void {
  const { setupId, externalReferenceId, registration } = body;
  const validation = new Validation();
  const isKnown = application.setupIds === undefined || application.setupIds.includes(String(setupId));
  validation.check(isUuid(setupId) && isKnown, "setupId", "The setup is not known.");
  validation.check(isAbsentOr(externalReferenceId, isText), "externalReferenceId", "Must be a string.");
  validation.check(isAbsentOr(registration, isMembers), "registration", "Must be an object.");
  if (isMembers(registration)) validateRegistration(registration, validation);
  validation.finish();
}

const texts = ["firstName", "middleName", "lastName", "personalCode"] as const;

function validateRegistration(registration: Members, validation: Validation): void {
  for (const name of texts) {
    const value = registration[name];
    validation.check(isAbsentOr(value, isText), `registration.${name}`, "Must be a string.");
  }
  const { phoneNumber, dateOfBirth, email, countryCode } = registration;
  validation.check(
    isAbsentOr(phoneNumber, isPhone),
    "registration.phoneNumber",
    "Must be a number without a plus.",
  );
  validation.check(
    isAbsentOr(dateOfBirth, isDate),
    "registration.dateOfBirth",
    "Must be written YYYY-MM-DD.",
  );
  validation.check(isAbsentOr(email, isEmail), "registration.email", "Must be an e-mail address.");
  validation.check(
    isAbsentOr(countryCode, isCountry),
    "registration.countryCode",
    "Must be two capital letters.",
  );
}

const isText = (value: unknown): boolean => typeof value === "string";
const isPhone = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isDate = (value: unknown): boolean => /^\d{4}-\d{2}-\d{2}$/.test(String(value));
const isEmail = (value: unknown): boolean => /^[^@\s]+@[^@\s]+$/.test(String(value));
const isCountry = (value: unknown): boolean => /^[A-Z]{2}$/.test(String(value));

function localise(state: OndatoState, exchange: Exchange): Answer {
  const application = admit(state, exchange, "idv_api");
  const session = requireVerification(state, application, readParameter(exchange, "id"));
  const { defaultLanguage, localisationSettings } = readMembers(exchange);
  const validation = new Validation();
  validation.check(isLanguage(defaultLanguage), "defaultLanguage", "Must be a language code.");
  const settings: readonly unknown[] = Array.isArray(localisationSettings) ? localisationSettings : [];
  validation.check(settings.length > 0, "localisationSettings", "Must name at least one language.");
  const localisations = settings.map((setting, index) => readLocalisation(setting, index, validation));
  validation.finish();
  session.defaultLanguage = String(defaultLanguage);
  session.localisations = localisations;
  return state.settings.localisationStatus === 204 ? answerEmpty(204) : answerJson({ id: session.id });
}

function isLanguage(value: unknown): boolean {
  return typeof value === "string" && /^[a-z]{2}(-[A-Za-z]{2})?$/.test(value);
}

function readLocalisation(setting: unknown, index: number, validation: Validation): Localisation {
  const members = isMembers(setting) ? setting : {};
  const field = (name: string): string => `localisationSettings[${index}].${name}`;
  const readUrl = (name: string): string | undefined => {
    const value = members[name];
    const isRight = isAbsentOr(value, (url) => /^https?:\/\//.test(String(url)) && URL.canParse(String(url)));
    validation.check(isRight, field(name), "Must be a web address.");
    return typeof value === "string" ? value : undefined;
  };
  validation.check(isLanguage(members["language"]), field("language"), "Must be a language code.");
  return {
    language: String(members["language"]),
    pageTitle: typeof members["pageTitle"] === "string" ? members["pageTitle"] : undefined,
    successRedirectUrl: readUrl("successRedirectUrl"),
    failureRedirectUrl: readUrl("failureRedirectUrl"),
    consentDeclinedRedirectUrl: readUrl("consentDeclinedRedirectUrl"),
  };
}
