import type { Notice, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import { listStepsOf } from "../flow/list-steps.ts";

function listIgnoredUploads(flow: Flow): readonly string[] {
  const flagSets = [
    { pointer: "/flow/flags", flags: flow.flags },
    ...listStepsOf(flow, "liveness").map(({ part, pointer }) => ({
      pointer: `/flow${pointer}/flags`,
      flags: part.flags,
    })),
  ];
  return flagSets
    .filter(({ flags }) => flags?.liveness === true && flags.allow_face_upload === true)
    .map(({ pointer }) => `${pointer}/allow_face_upload`);
}

function hasUnconfirmedLimits({ flow, documentTypes, documentCountries }: StartRequest<Flow>): boolean {
  const isLimited = documentTypes !== undefined || documentCountries !== undefined;
  return isLimited && flow.configId !== undefined && listStepsOf(flow, "identity-document").length === 0;
}

/** What the provider takes and does not follow, or may not. */
export function listNotices(request: StartRequest<Flow>): readonly Notice[] {
  const ignored = listIgnoredUploads(request.flow).map((pointer) => ({
    code: "flag_ignored",
    detail: `${pointer}: the provider ignores it where liveness is true`,
  }));
  if (!hasUnconfirmedLimits(request)) return ignored;
  const detail =
    "documentTypes and documentCountries went along as session flags; whether they overrule the document step of " +
    "the flow's configuration is not documented. Give that step in the flow to be sure";
  return [...ignored, { code: "document_limits_unconfirmed", detail }];
}
