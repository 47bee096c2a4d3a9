import { Buffer } from "node:buffer";
import {
  AdapterError,
  asRecord,
  isHmacValid,
  normaliseText,
  readMember,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Delivery, ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import type { Settings } from "../settings/settings.schema.ts";

// TODO 9: the header, the digest and its spelling. The kit has the other schemes: a key in the body, a signature with a
// time, basic, bearer, source addresses.
const SIGNATURE_HEADER = "x-template-signature";

/** Proves a delivery over its raw bytes, then says which session it is about. */
export function receive(delivery: Delivery, { webhookSecrets = [] }: Settings): ParsedWebhook {
  const signature = delivery.headers[SIGNATURE_HEADER];
  const isSigned =
    typeof signature === "string" &&
    isHmacValid({
      algorithm: "sha256",
      keys: webhookSecrets,
      message: delivery.rawBody,
      signature,
      encoding: "hex",
    });
  if (isSigned) return readDelivery(delivery.rawBody);
  throw new AdapterError({
    code: "webhook_unauthentic",
    message: "the webhook is not proven to be Template's",
    webhookFault: typeof signature === "string" ? "wrong" : "malformed",
  });
}

/** A webhook is a hint: of its body only what names the session is kept. */
function readDelivery(rawBody: Uint8Array): ParsedWebhook {
  const body = parseObject(rawBody);
  const eventType = sanitiseWord(normaliseText(readMember(body, "event")) ?? "untyped");
  const sessionReference = normaliseText(readMember(body, "session_id"));
  const storedBody = new Uint8Array(
    Buffer.from(JSON.stringify({ event: eventType, session_id: sessionReference })),
  );
  if (sessionReference === undefined) return { kind: "unrecognised", eventType, storedBody };
  return { kind: "session", sessionReference, eventType, storedBody };
}

function parseObject(rawBody: Uint8Array): UnknownRecord | undefined {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody)));
  } catch {
    return undefined;
  }
}
