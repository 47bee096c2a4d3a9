import { isLanguageTag } from "@kyc-gateway/adapter-kit";
import type { ValidationIssue, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import { listRegistration } from "./registration.ts";

/** What a request may ask and Ondato's API cannot be told per session: its setup decides. Never dropped in silence. */
const UNSUPPORTED = {
  documentTypes:
    "which documents are accepted is part of the Ondato setup; choose a flow with another setupId",
  documentCountries:
    "which countries are accepted is part of the Ondato setup; choose a flow with another setupId",
  schedule: "Ondato sessions can be started at once and lapse by Ondato's own clock",
  parent: "Ondato sessions cannot belong to another session",
} as const satisfies Partial<Record<keyof StartRequest, string>>;

export function checkStart(request: StartRequest<Flow>): readonly ValidationIssue[] {
  return [...checkUnsupported(request), ...checkRegistration(request), ...checkPage(request)];
}

function checkUnsupported(request: StartRequest<Flow>): readonly ValidationIssue[] {
  return Object.entries(UNSUPPORTED).flatMap(([member, message]) =>
    request[member as keyof typeof UNSUPPORTED] === undefined
      ? []
      : [{ pointer: `/${member}`, code: "unsupported", message }],
  );
}

function checkRegistration({ flow, applicant }: StartRequest<Flow>): readonly ValidationIssue[] {
  return listRegistration(flow, applicant).flatMap(({ member, rule, written }) =>
    written === undefined
      ? [{ pointer: `/applicant/${member}`, code: rule.code, message: rule.message }]
      : [],
  );
}

function* checkPage({ returnUrl, language }: StartRequest<Flow>): Generator<ValidationIssue> {
  // Which schemes are allowed is the gateway's matter.
  if (returnUrl !== undefined && !URL.canParse(returnUrl)) {
    yield { pointer: "/returnUrl", code: "not_a_url", message: "is no absolute URL" };
  }
  if (language !== undefined && !isLanguageTag(language)) {
    yield {
      pointer: "/language",
      code: "not_a_language",
      message: "is no BCP 47 language tag, such as lt or en-US",
    };
  }
}
