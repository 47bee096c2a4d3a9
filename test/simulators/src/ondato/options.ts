import type { EngineOptions } from "../server/engine.ts";

/** How a webhook proves where it comes from; one per application. */
export type WebhookAuthentication =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "hmac"; readonly secret: string }
  | {
      readonly kind: "oauth2";
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope?: string;
    };

export type OndatoScope = "idv_api" | "kyc_identifications_api";

/** One application at the provider, with the client that acts for it. */
export interface OndatoApplication {
  /** How control and ledger name it. */
  readonly name: string;
  readonly applicationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its client may ask for. Default: both. */
  readonly scopes?: readonly OndatoScope[];
  /** Present: any other `setupId` is refused. */
  readonly setupIds?: readonly string[];
  /** Absent: no webhooks. */
  readonly webhookUrl?: string;
  readonly webhookAuthentication?: WebhookAuthentication;
}

/** What may change while the simulator runs. */
export interface OndatoSettings {
  /** Seconds; what `expires_in` says and what tokens live. */
  tokenLifetimeSeconds: number;
  /** Webhook types as `IdentityVerification.*`, or the older `Idv.*`. */
  idvTypeSpelling: "IdentityVerification" | "Idv";
  /** What setting the localisation answers: both occur. */
  localisationStatus: 200 | 204;
  /** Whether some times carry seven fractional digits. */
  sevenDigitFractions: boolean;
  /** Whether bodies carry members that no document mentions. */
  unknownMembers: boolean;
  /** Multiplies the waits between the retries of a webhook; 0.001 makes 10 s into 10 ms. */
  retryTimeFactor: number;
  /** Whether a retry is signed anew or repeats the first signature: not documented. */
  resignsRetries: boolean;
  /** How long an answer to a webhook may take. */
  webhookTimeoutMs: number;
}

export interface OndatoSimulatorOptions extends EngineOptions, Partial<OndatoSettings> {
  /** Default: one application, `simulated-client` with `simulated-client-secret`, without webhooks. */
  readonly applications?: readonly OndatoApplication[];
}

export const defaultApplication: OndatoApplication = {
  name: "default",
  applicationId: "0736cd0c-0000-4000-8000-000000000001",
  clientId: "simulated-client",
  clientSecret: "simulated-client-secret",
};

export function readSettings(options: OndatoSimulatorOptions): OndatoSettings {
  return {
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3_600,
    idvTypeSpelling: options.idvTypeSpelling ?? "IdentityVerification",
    localisationStatus: options.localisationStatus ?? 204,
    sevenDigitFractions: options.sevenDigitFractions ?? true,
    unknownMembers: options.unknownMembers ?? true,
    retryTimeFactor: options.retryTimeFactor ?? 1,
    resignsRetries: options.resignsRetries ?? true,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 30_000,
  };
}
