import {
  createSourceAddressFilter,
  createTokenIssuer,
  isBasicAuthorized,
  isTimestampedHmacValid,
} from "@kyc-gateway/adapter-kit";
import type { TokenIssuer } from "@kyc-gateway/adapter-kit";
import type { Delivery, Host } from "@kyc-gateway/adapter-spec/v1";
import { expandSourceAddresses } from "../settings/source-addresses.ts";
import type { Settings, WebhookSettings } from "../settings/settings.schema.ts";

const MINUTE_MS = 60_000;
const SIGNATURE_WINDOW = {
  // Retries run for a day, and whether they carry a new `t` is not documented. Replays inside the window are harmless: deliveries are
  // told apart by their id, and a webhook is only a hint.
  maxAgeMs: 25 * 60 * MINUTE_MS,
  maxAheadMs: 5 * MINUTE_MS,
};
const DEFAULT_TOKEN_LIFETIME_SECONDS = 3600;

export interface WebhookAuthentication {
  isAuthentic(delivery: Delivery): boolean;
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
    isAuthentic: (delivery) => isSourceAllowed(delivery.remoteAddress) && scheme.isAuthentic(delivery),
  };
}

function createScheme(webhook: WebhookSettings, host: Host): WebhookAuthentication {
  switch (webhook.scheme) {
    case "hmac":
      return { isAuthentic: (delivery) => isSigned(delivery, webhook.secrets ?? [], host.now()) };
    case "basic":
      return {
        isAuthentic: ({ headers }) => isBasicAuthorized(headers["authorization"], webhook.users ?? []),
      };
    case "bearer":
      return createBearerScheme(webhook, host);
  }
}

function isSigned({ headers, rawBody }: Delivery, secrets: readonly string[], nowMs: number): boolean {
  const header = headers["ondato-signature"];
  return isTimestampedHmacValid({ header, rawBody, secrets, nowMs, ...SIGNATURE_WINDOW });
}

function createBearerScheme(webhook: WebhookSettings, host: Host): WebhookAuthentication {
  const tokenIssuer = createTokenIssuer({
    clients: webhook.clients ?? [],
    lifetimeSeconds: webhook.tokenLifetimeSeconds ?? DEFAULT_TOKEN_LIFETIME_SECONDS,
    now: () => host.now(),
  });
  return { tokenIssuer, isAuthentic: ({ headers }) => tokenIssuer.isAccepted(headers["authorization"]) };
}
