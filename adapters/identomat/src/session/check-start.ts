import type { ValidationIssue, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { normaliseInstant } from "@kyc-gateway/adapter-kit";
import type { Flow } from "../flow/flow.schema.ts";
import { listStepsOf } from "../flow/list-steps.ts";
import { narrowLimits, readStepLimits } from "./narrow.ts";
import type { DocumentLimits } from "./narrow.ts";
import { checkPresets } from "./presets.ts";

type Request = StartRequest<Flow>;

function checkInstant(member: "startsAt" | "endsAt", value: string | undefined): readonly ValidationIssue[] {
  if (value === undefined || normaliseInstant(value) !== undefined) return [];
  const message = `${member} must be an RFC 3339 time with a zone`;
  return [{ pointer: `/schedule/${member}`, code: "time_invalid", message }];
}

function checkSchedule({ schedule = {} }: Request): readonly ValidationIssue[] {
  const issues = [...checkInstant("startsAt", schedule.startsAt), ...checkInstant("endsAt", schedule.endsAt)];
  const startsAt = normaliseInstant(schedule.startsAt);
  const endsAt = normaliseInstant(schedule.endsAt);
  if (startsAt === undefined || endsAt === undefined || startsAt < endsAt) return issues;
  const message = "the session would end before it starts";
  return [...issues, { pointer: "/schedule/endsAt", code: "schedule_ends_before_start", message }];
}

function listLimits(flow: Flow): readonly DocumentLimits[] {
  const steps = listStepsOf(flow, "identity-document");
  return [flow.flags ?? {}, ...steps.map(({ part }) => readStepLimits(flow, part))];
}

function checkDocuments(request: Request): readonly ValidationIssue[] {
  const narrowed = listLimits(request.flow).map((limits) => narrowLimits(limits, request));
  const hasNoType = request.documentTypes && narrowed.some((limits) => limits.document_types?.length === 0);
  const hasNoCountry =
    request.documentCountries && narrowed.some((limits) => limits.document_countries?.length === 0);
  const message = "the flow allows none of these; ask for some that it allows, or change the flow";
  return [
    ...(hasNoType === true ? [{ pointer: "/documentTypes", code: "not_in_flow", message }] : []),
    ...(hasNoCountry === true ? [{ pointer: "/documentCountries", code: "not_in_flow", message }] : []),
  ];
}

function checkDocumentStep(request: Request): readonly ValidationIssue[] {
  const { flow, documentTypes, documentCountries } = request;
  const isSkipped = flow.flags?.skip_document === true && flow.configId === undefined;
  if (!isSkipped || listStepsOf(flow, "identity-document").length > 0) return [];
  const message = "the flow asks for no identity document";
  return [
    ...(documentTypes ? [{ pointer: "/documentTypes", code: "no_document_step", message }] : []),
    ...(documentCountries ? [{ pointer: "/documentCountries", code: "no_document_step", message }] : []),
  ];
}

/** What a request and its flow exclude in each other. */
export function checkStart(request: Request): readonly ValidationIssue[] {
  return [
    ...checkSchedule(request),
    ...checkDocuments(request),
    ...checkDocumentStep(request),
    ...checkPresets(request),
  ];
}
