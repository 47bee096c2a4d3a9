import { isLanguageTag, listUnsupported } from "@kyc-gateway/adapter-kit";
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
  presets:
    "Ondato asks no questions whose answers could be preset; leave presets out, or use a flow of another provider",
  operatorGroup:
    "Ondato's own staff, or all operators of the account, review its sessions; leave operatorGroup out",
  parent: "Ondato sessions cannot belong to another session",
};

export function checkStart(request: StartRequest<Flow>): readonly ValidationIssue[] {
  return [...listUnsupported(request, UNSUPPORTED), ...checkRegistration(request), ...checkPage(request)];
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
