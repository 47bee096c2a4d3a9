import { Buffer } from "node:buffer";
import { keepDefined } from "@kyc-gateway/adapter-kit";
import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import { readEnvelope } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { findSessionReference, isForeignEvent } from "./event-types.ts";

const NOTHING: Envelope = { payload: {} };

/**
 * Says which session an authentic delivery is about. The payload is the whole resource, with the person in it. A hint needs
 * none of that: it is cut before anything is stored, and fetched when it is needed.
 */
export function readDelivery(rawBody: Uint8Array): ParsedWebhook {
  const envelope = readEnvelope(rawBody) ?? NOTHING;
  const sessionReference = findSessionReference(envelope);
  const eventType = envelope.type ?? (sessionReference === undefined ? "unreadable" : "untyped");
  if (isForeignEvent(eventType)) return { kind: "ignored", eventType };
  const stored = {
    eventType,
    ...keepDefined({ eventId: envelope.id }),
    storedBody: new Uint8Array(Buffer.from(JSON.stringify(envelope))),
  };
  if (sessionReference === undefined) return { kind: "unrecognised", ...stored };
  return { kind: "session", sessionReference, ...stored };
}
