import { AdapterError, asRecord } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { WebhookFault } from "@kyc-gateway/adapter-spec/v1";

export function createUnauthenticError(problem: string, webhookFault: WebhookFault): AdapterError {
  return new AdapterError({ code: "webhook_unauthentic", message: `the callback ${problem}`, webhookFault });
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    // A byte order mark is kept, and so refused: one body, one reading.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rawBody);
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A callback's body: a JSON object in UTF-8. Everything after this looks at the parsed value alone. */
export function parseCallback(rawBody: Uint8Array): UnknownRecord {
  const body = asRecord(parseJson(rawBody));
  if (body === undefined) throw createUnauthenticError("is not a JSON object in UTF-8", "malformed");
  return body;
}
