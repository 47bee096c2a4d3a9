import { normaliseText, sanitiseWord } from "@kyc-gateway/adapter-kit";

/**
 * Types by which Identomat has the company deliver a one-time code or a session's link. Known ones end in nothing,
 * `-via-sms` and `-via-email`; one for another channel would carry the same, so the beginning decides, in any spelling.
 */
const messageForm =
  /^(?:(?!not_)[a-z]+_)*(?:one_?time_?(?:password|code|pin)_?request|otp_?request|share_?session_?link)/;

/** Whether a callback asks to deliver a message to the applicant and holds what only the applicant may see. */
export function isMessageType(type: string): boolean {
  const words = type
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^_+/, "");
  return messageForm.test(words);
}

/** The `type` of a callback, bounded; `untyped` when it has none. */
export function readEventType(type: unknown): string {
  const text = normaliseText(type);
  return text === undefined ? "untyped" : sanitiseWord(text);
}
