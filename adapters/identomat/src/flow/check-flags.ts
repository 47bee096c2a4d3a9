import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "./flow.schema.ts";
import { listStepsOf } from "./list-steps.ts";

function checkGeneralDocuments(flow: Flow): readonly ValidationIssue[] {
  const { flags } = flow;
  if (flags?.general_document_types === undefined) return [];
  if (flags.allow_general_document_capture === true || flags.allow_general_document_upload === true)
    return [];
  const message =
    "general_document_types has an effect only with allow_general_document_capture or allow_general_document_upload";
  return [{ pointer: "/flags/general_document_types", code: "flag_without_effect", message }];
}

function checkParticipants(flow: Flow): readonly ValidationIssue[] {
  return listStepsOf(flow, "video-call")
    .filter(({ part }) => {
      const { multiple_participants: first, multiple_participans: second } = part;
      return first !== undefined && second !== undefined && first !== second;
    })
    .map(({ pointer }) => ({
      pointer: `${pointer}/multiple_participans`,
      code: "flags_contradict",
      message: "multiple_participants and its other spelling, multiple_participans, say different things",
    }));
}

/** Flags that the guides exclude beside others. */
export function checkFlags(flow: Flow): readonly ValidationIssue[] {
  return [...checkGeneralDocuments(flow), ...checkParticipants(flow)];
}
