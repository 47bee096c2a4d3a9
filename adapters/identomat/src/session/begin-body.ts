import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { chooseLanguage, keepDefined, keepDefinedOrNothing, parseName } from "@kyc-gateway/adapter-kit";
import type { Flow } from "../flow/flow.schema.ts";
import type { Step } from "../flow/step.schema.ts";
import { presetAnswers } from "./presets.ts";
import { narrowLimits, readStepLimits } from "./narrow.ts";

type Request = StartRequest<Flow>;

/** Interface languages that the Developer guide names otherwise than ISO 639-1 does. */
const languages: Readonly<Record<string, string>> = { el: "gr" };

/** The guide names languages alone, no regions; a tag that the flow names itself is known to be taken. */
function nameLanguage(tag: string, { flags }: Flow): string | undefined {
  const isSupported = (candidate: string) => candidate === flags?.language || /^[a-z]{2,3}$/.test(candidate);
  const language = chooseLanguage(tag, isSupported);
  return language === undefined ? undefined : (languages[language] ?? language);
}

function buildFlags({ flow, ...request }: Request): object | undefined {
  const { language, returnUrl } = request;
  return keepDefinedOrNothing({
    ...flow.flags,
    ...keepDefined({
      language: language === undefined ? undefined : nameLanguage(language, flow),
      return_url: returnUrl,
    }),
    ...narrowLimits(flow.flags ?? {}, request),
  });
}

function narrowStep(step: Step, request: Request): Step | object {
  if (step.type === "video-call" && step.steps !== undefined) {
    return { ...step, steps: step.steps.map((nested) => narrowStep(nested, request)) };
  }
  if (step.type !== "identity-document") return presetAnswers(step, request.presets);
  if (request.documentTypes === undefined && request.documentCountries === undefined) return step;
  return { ...step, flags: { ...step.flags, ...narrowLimits(readStepLimits(request.flow, step), request) } };
}

function buildSteps(request: Request): readonly object[] | undefined {
  return request.flow.steps?.map((step) => narrowStep(step, request));
}

function buildName({ applicant, flow }: Request): string | undefined {
  const parts = [applicant.givenName, applicant.middleName, applicant.familyName];
  const names = parts.map((part) => parseName(part).value).filter((part) => part !== undefined);
  return names.length === 0 ? flow.sessionName : names.join(" ");
}

/** The parameters of begin/ beside the company key (API reference, "begin/"; KYC guide, "Additional session parameters"). */
export function buildBeginBody(request: Request): Readonly<Record<string, unknown>> {
  return keepDefined({
    config_id: request.flow.configId,
    flags: buildFlags(request),
    steps: buildSteps(request),
    parent_session_id: request.parent?.id,
    name: buildName(request),
    clientUserId: request.applicant.id,
    groupId: request.operatorGroup ?? request.flow.groupId,
    scheduleStartTime: request.schedule?.startsAt,
    scheduleEndTime: request.schedule?.endsAt,
  });
}
