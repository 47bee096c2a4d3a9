import { createRedactor } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Settings } from "../settings/settings.schema.ts";

// Masking a shorter one would tear words apart and hide nothing.
const shortestMaskedSecret = 8;
const keyMembers = ["callbackApiKey", "companyKey", "company_key", "secretKey", "secret_key"];
/** A type that nobody knows may be one more message for the applicant: what such a message is made of is never kept. */
const messageMembers = (
  "code otp pin password oneTimePassword one_time_password verificationCode passcode " +
  "phone phoneNumber phone_number email emailAddress recipient to " +
  "link url sessionLink session_link sessionUrl message text"
).split(" ");

const redactors = new WeakMap<Settings, ReturnType<typeof createRedactor>>();

/** What is kept of a callback: the value that was authenticated, written anew without a key in it at any depth. */
export function buildStoredBody(body: UnknownRecord, settings: Settings): Uint8Array {
  const redact = redactors.get(settings) ?? createSettingsRedactor(settings);
  redactors.set(settings, redact);
  return Buffer.from(JSON.stringify(redact(body)), "utf8");
}

function createSettingsRedactor(settings: Settings): ReturnType<typeof createRedactor> {
  const { callbackApiKeys = [], companyKey, secretKey = "" } = settings;
  const secrets = [...callbackApiKeys, companyKey, secretKey].filter(
    (secret) => secret.length >= shortestMaskedSecret,
  );
  return createRedactor({ memberNames: [...keyMembers, ...messageMembers], secrets });
}
