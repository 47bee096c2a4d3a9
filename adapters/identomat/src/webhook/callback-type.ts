import { normaliseText, normaliseWord, sanitiseWord } from "@kyc-gateway/adapter-kit";

/**
 * Types by which Identomat has the company deliver a one-time code or a session's link. Known ones end in nothing,
 * `-via-sms` and `-via-email`; one for another channel would carry the same, so the beginning decides.
 */
const messageForm = /^(?:[a-z]+_)*(?:one_time_password_request|share_session_link)(?:_|$)/;

/** Whether a callback asks to deliver a message to the applicant and holds what only the applicant may see. */
export function isMessageType(type: string): boolean {
  return messageForm.test(normaliseWord(type));
}

/** The `type` of a callback, bounded; `untyped` when it has none. */
export function readEventType(type: unknown): string {
  const text = normaliseText(type);
  return text === undefined ? "untyped" : sanitiseWord(text);
}
