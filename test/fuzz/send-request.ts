import type { Dispatcher } from "undici";
import type { Answer } from "./judge/judge-answer.ts";
import type { FuzzRequest } from "./requests/arbitrary-request.ts";
import { resolveNames, type StageValues } from "./requests/known-values.ts";

/** What is beyond this is a hang. */
export const hangMs = 20_000;

/** A request with everything filled in: as bytes for a line of HTTP. */
export interface FilledRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
}

export function fillRequest(
  { method, path, headers, body }: FuzzRequest,
  values: StageValues,
): FilledRequest {
  return {
    method,
    path: resolveNames(path, values),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, resolveNames(value, values)]),
    ),
    body: typeof body === "string" ? resolveNames(body, values) : body,
  };
}

/** Throws when there is no answer in time. A stream that has no end is read no further than its head. */
export async function sendRequest(
  dispatcher: Dispatcher,
  origin: string,
  request: FilledRequest,
): Promise<Answer> {
  const { statusCode, headers, body } = await dispatcher.request({
    origin,
    ...request,
    body: request.body ?? null,
    headersTimeout: hangMs,
    bodyTimeout: hangMs,
  });
  const contentType = String(headers["content-type"] ?? "");
  const retryAfter = headers["retry-after"]?.toString();
  if (!contentType.startsWith("text/event-stream"))
    return { status: statusCode, contentType, retryAfter, text: await body.text() };
  body.on("error", () => undefined).destroy();
  return { status: statusCode, contentType, retryAfter, text: "" };
}
