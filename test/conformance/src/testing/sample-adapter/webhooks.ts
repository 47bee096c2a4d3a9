import {
  AdapterError,
  asRecord,
  matchesAnySecret,
  readString,
  redactJson,
  verifyTimestampedHmac,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Delivery, ParsedWebhook, Webhooks } from "@kyc-gateway/adapter-spec/v1";
import type { Context } from "./context.ts";

const signatureWindow = { maxAgeMs: 300_000, maxAheadMs: 60_000 };

export function parseBody(rawBody: Uint8Array): UnknownRecord | undefined {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rawBody)));
  } catch {
    return undefined;
  }
}

export function isSigned({ settings, host }: Context, { headers, rawBody }: Delivery): boolean {
  const { signingSecrets = [] } = settings;
  const verdict = verifyTimestampedHmac({
    header: headers["acme-signature"],
    rawBody,
    secrets: signingSecrets,
    nowMs: host.now(),
    ...signatureWindow,
  });
  return verdict === "valid";
}

export function hasKey({ settings }: Context, { rawBody }: Delivery): boolean {
  return matchesAnySecret(readString(parseBody(rawBody), "key") ?? "", settings.callbackKeys ?? []);
}

/** What the delivery says, with the body to store made by `keep`. */
export function readDelivery(
  { rawBody }: Delivery,
  keep: (body: UnknownRecord) => unknown = ({ event, session }) =>
    redactJson({ event, session }, { memberNames: ["key"] }),
): ParsedWebhook {
  const body = parseBody(rawBody) ?? {};
  const storedBody = new Uint8Array(Buffer.from(JSON.stringify(keep(body))));
  const sessionReference = readString(body, "session");
  const eventType = "session_changed";
  return sessionReference === undefined
    ? { kind: "unrecognised", eventType, storedBody }
    : { kind: "session", sessionReference, eventType, storedBody };
}

export type IsAuthentic = (context: Context, delivery: Delivery) => boolean;

export function createWebhooks(
  context: Context,
  isAuthentic: IsAuthentic = (own, delivery) => isSigned(own, delivery) || hasKey(own, delivery),
): Webhooks {
  return {
    receive(delivery) {
      if (isAuthentic(context, delivery)) return readDelivery(delivery);
      throw new AdapterError({
        code: "webhook_unauthentic",
        message: "the callback is not proven to be Acme's",
      });
    },
  };
}
