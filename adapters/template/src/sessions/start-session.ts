import { AdapterError, asRecord, listUnsupported, readString } from "@kyc-gateway/adapter-kit";
import type { Call, Started, StartRequest, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { TemplateApi } from "../api/template-api.ts";
import type { Flow } from "../flow/flow.schema.ts";

const operation = "start session";

// TODO 3: what a request may ask and this provider cannot be told. Send what you can, and take it out of this list.
const UNSUPPORTED = {
  documentTypes: "the workflow decides which documents are accepted; choose another workflow",
  documentCountries: "the workflow decides which countries are accepted; choose another workflow",
  schedule: "sessions can be started at once; leave it out",
  parent: "sessions do not belong to each other; leave it out",
  presets: "no answers can be preset; leave it out",
  operatorGroup: "sessions cannot be given to a group of operators; leave it out",
};

export function checkStart(request: StartRequest<Flow>): readonly ValidationIssue[] {
  return listUnsupported(request, UNSUPPORTED);
}

// TODO 5: the provider's request and answer.
export async function startSession(
  api: TemplateApi,
  { sessionId, flow, returnUrl }: StartRequest<Flow>,
  call: Call,
): Promise<Started> {
  const body = { reference: sessionId, workflow: flow.workflowId, redirect_url: returnUrl };
  const answer = await api.request({ operation, method: "POST", path: "/sessions", body }, call);
  const id = readString(asRecord(answer.body), "id");
  const url = readString(asRecord(answer.body), "url");
  if (id !== undefined && url !== undefined) return { reference: { id }, launch: { url } };
  throw new AdapterError({
    code: "response_unrecognised",
    message: `${operation} was answered without an id or a page`,
    httpStatus: answer.status,
  });
}
