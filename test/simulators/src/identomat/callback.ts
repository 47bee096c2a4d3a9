import { randomUUID } from "node:crypto";
import type { Forgery } from "../faults/fault.ts";
import type { Outgoing } from "../callbacks/outgoing.ts";
import type { IdentomatSession } from "./session.ts";

interface CallbackContent {
  readonly session: IdentomatSession;
  readonly type: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Members of the callbacks that carry codes and links to a person; invented, but shaped to be kept out of any store. */
const sideFields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "one-time-password-request": { phoneNumber: "+995555000000", code: "135790" },
  "email-one-time-password-request": { email: "applicant@example.com", code: "135790" },
  "share-session-link-via-sms": { phoneNumber: "+995555000000", link: "https://example.com/shared-session" },
  "share-session-link-via-email": {
    email: "applicant@example.com",
    link: "https://example.com/shared-session",
  },
};

/** Flat JSON with the key inside the body (Identomat, callbacks). The body is fixed when composed. */
export function composeCallback(content: CallbackContent): Outgoing {
  const { session, type } = content;
  const members = { type, sessionId: session.id, ...sideFields[type], ...content.fields };
  const genuine = { callbackApiKey: session.company.callbackApiKey, ...members };
  return {
    id: randomUUID(),
    sessionId: session.id,
    type,
    status: session.status,
    url: content.url,
    write: ({ forgery }) => ({ headers: {}, body: JSON.stringify(forge(genuine, forgery)) }),
  };
}

/** There is no signature: a body changed on its way still carries the right key, and only a fetch can tell. */
function forge(genuine: { callbackApiKey: string }, forgery: Forgery | undefined): Record<string, unknown> {
  if (forgery === undefined) return genuine;
  if (forgery === "tampered_body") return { ...genuine, result: "approved", status: "approved" };
  return { ...genuine, callbackApiKey: `${genuine.callbackApiKey.slice(0, -1)}~` };
}
