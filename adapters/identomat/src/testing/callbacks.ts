import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import adapter from "../index.ts";
import { createSettings, plainHost, token } from "./connection.ts";

export const key = "callback-key-one-of-the-tests";

export const otherKey = "callback-key-two-of-the-tests";

export const genuine = { callbackApiKey: key, type: "session-updated", sessionId: token };

export function receive(
  rawBody: Uint8Array | string,
  settings = createSettings(),
): ParsedWebhook | undefined {
  const { webhooks } = adapter.connect(settings, plainHost);
  const bytes = typeof rawBody === "string" ? Buffer.from(rawBody, "utf8") : rawBody;
  return webhooks?.receive({ rawBody: bytes, headers: {}, remoteAddress: "203.0.113.1" });
}

export function receiveJson(body: unknown, settings = createSettings()): ParsedWebhook | undefined {
  return receive(JSON.stringify(body), settings);
}

export function readStored(reading: ParsedWebhook | undefined): unknown {
  if (reading === undefined || !("storedBody" in reading)) throw new Error("nothing is stored");
  return JSON.parse(Buffer.from(reading.storedBody).toString("utf8"));
}
