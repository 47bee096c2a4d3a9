import { AdapterError, asRecord, readString } from "@kyc-gateway/adapter-kit";
import type { Call, Started, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { TemplateApi } from "../api/template-api.ts";
import type { Flow } from "../flow/flow.schema.ts";

const operation = "start session";

// TODO 5: the provider's request and answer. What a request may ask and this provider cannot do is refused in checkStart.
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
