import {
  createSourceAddressFilter,
  createTokenIssuer,
  isBasicAuthorized,
  readBasicCredentials,
  verifyTimestampedHmac,
} from "@kyc-gateway/adapter-kit";
import type { ProofVerdict, TokenIssuer } from "@kyc-gateway/adapter-kit";
import type { Delivery, Host } from "@kyc-gateway/adapter-spec/v1";
import { expandSourceAddresses } from "../settings/source-addresses.ts";
import type { Settings, WebhookSettings } from "../settings/settings.schema.ts";

const MINUTE_MS = 60_000;
const SIGNATURE_WINDOW = {
  // Retries run for a day, and whether they carry a new `t` is not documented. Replays are harmless: deliveries are told
  // apart by their id, and a webhook is only a hint. What is older is therefore taken too, and marked.
  maxAgeMs: 25 * 60 * MINUTE_MS,
  maxAheadMs: 5 * MINUTE_MS,
};
const DEFAULT_TOKEN_LIFETIME_SECONDS = 3600;

export interface WebhookAuthentication {
  verify(delivery: Delivery): ProofVerdict | "source";
  /** Present where Ondato fetches a token before it posts. */
  readonly tokenIssuer?: TokenIssuer;
}

export function createWebhookAuthentication(settings: Settings, host: Host): WebhookAuthentication {
  const scheme = createScheme(settings.webhook, host);
  const { sourceAddresses } = settings;
  if (sourceAddresses === undefined) return scheme;
  const isSourceAllowed = createSourceAddressFilter(expandSourceAddresses(sourceAddresses));
  return {
    ...scheme,
    verify: (delivery) => (isSourceAllowed(delivery.remoteAddress) ? scheme.verify(delivery) : "source"),
  };
}

function createScheme(webhook: WebhookSettings, host: Host): WebhookAuthentication {
  switch (webhook.scheme) {
    case "hmac":
      return { verify: (delivery) => verifySignature(delivery, webhook.secrets ?? [], host.now()) };
    case "basic":
      return { verify: ({ headers }) => verifyBasic(headers["authorization"], webhook.users ?? []) };
    case "bearer":
      return createBearerScheme(webhook, host);
  }
}

function verifySignature(
  { headers, rawBody }: Delivery,
  secrets: readonly string[],
  nowMs: number,
): ProofVerdict {
  const header = headers["ondato-signature"];
  return verifyTimestampedHmac({ header, rawBody, secrets, nowMs, ...SIGNATURE_WINDOW });
}

function verifyBasic(
  header: string | readonly string[] | undefined,
  users: NonNullable<WebhookSettings["users"]>,
): ProofVerdict {
  if (readBasicCredentials(header) === undefined) return "malformed";
  return isBasicAuthorized(header, users) ? "valid" : "wrong";
}

function createBearerScheme(webhook: WebhookSettings, host: Host): WebhookAuthentication {
  const tokenIssuer = createTokenIssuer({
    clients: webhook.clients ?? [],
    lifetimeSeconds: webhook.tokenLifetimeSeconds ?? DEFAULT_TOKEN_LIFETIME_SECONDS,
    now: () => host.now(),
  });
  return { tokenIssuer, verify: ({ headers }) => tokenIssuer.verify(headers["authorization"]) };
}
