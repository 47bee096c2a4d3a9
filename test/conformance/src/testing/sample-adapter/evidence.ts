import {
  AdapterError,
  classifyHttpStatus,
  discardBody,
  readMediaType,
  toEvidenceContent,
  urlPath,
} from "@kyc-gateway/adapter-kit";
import type { Call, Evidence, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { authorize, resolveUrl } from "./context.ts";
import type { Context } from "./context.ts";
import { listItems, readBody } from "./sessions.ts";

const operation = "open file";
export const maxFileBytes = 104_857_600;

/** The answer with a file; throws what is none. */
export async function fetchFile(context: Context, path: string, call: Call): Promise<HostResponse> {
  const { host } = context;
  const response = await host.fetch(resolveUrl(context, path), {
    headers: authorize(context),
    signal: call.signal,
    maxResponseBytes: maxFileBytes,
  });
  const { status, headers } = response;
  if (status === 200 && readMediaType(headers)?.startsWith("image/") === true) return response;
  await discardBody(response);
  if (status === 404)
    throw new AdapterError({ code: "not_found", message: `${operation}: there is no such file` });
  throw (
    classifyHttpStatus({ operation, status, headers, nowMs: host.now() }) ??
    new AdapterError({ code: "response_unrecognised", message: `${operation} was answered with no image` })
  );
}

export function locateFile(id: string, itemId: string): string {
  if (!/^[\w-]+$/.test(itemId))
    throw new AdapterError({ code: "not_found", message: `${operation}: no file has such an id` });
  return urlPath`/sessions/${id}/files/${itemId}`;
}

export function createEvidence(context: Context): Evidence {
  return {
    list: async (reference, call) => {
      const body = await readBody(context, reference, call);
      return listItems(body);
    },
    open: async ({ id }, itemId, call) => {
      const response = await fetchFile(context, locateFile(id, itemId), call);
      return toEvidenceContent(response, { operation, maxBytes: maxFileBytes, signal: call.signal });
    },
  };
}
