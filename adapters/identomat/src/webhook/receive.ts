import type { Delivery, ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import { readMember } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { isSessionToken } from "../session/session-token.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { authenticate } from "./authenticate.ts";
import { isMessageType, readEventType } from "./callback-type.ts";
import { parseCallback } from "./parse-callback.ts";
import { buildStoredBody } from "./stored-body.ts";

/**
 * Reads a callback. Its key is a password with no integrity over the rest, so that the rest is a hint: any type with a
 * `sessionId` means "fetch", since the status update's own name is not documented.
 */
export function receiveCallback(delivery: Delivery, settings: Settings): ParsedWebhook {
  const body = parseCallback(delivery.rawBody);
  authenticate(body, settings);
  return readCallback(body, settings);
}

/** Reads a callback that was authenticated when it came in. */
export function rereadCallback(storedBody: Uint8Array, settings: Settings): ParsedWebhook {
  return readCallback(parseCallback(storedBody), settings);
}

function readCallback(body: UnknownRecord, settings: Settings): ParsedWebhook {
  const eventType = readEventType(readMember(body, "type"));
  if (isMessageType(eventType)) return { kind: "ignored", eventType };
  const sessionReference = readMember(body, "sessionId");
  const storedBody = buildStoredBody(body, settings);
  return isSessionToken(sessionReference)
    ? { kind: "session", sessionReference, eventType, storedBody }
    : { kind: "unrecognised", eventType, storedBody };
}
