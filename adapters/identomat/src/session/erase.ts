import type { Call, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, asRecord, isAdapterError } from "@kyc-gateway/adapter-kit";
import type { Client } from "../client/client.ts";

async function deleteSession(client: Client, id: string, call: Call): Promise<unknown> {
  try {
    const answer = await client.post({ operation: "delete/", parameters: { session_token: id }, call });
    return answer.body;
  } catch (error) {
    if (isAdapterError(error) && error.code === "session_unknown") return true;
    throw error;
  }
}

// An object of any other shape is not believed: if the session is gone all the same, the next try is told so.
function isDeletedSession(body: unknown, id: string): boolean {
  const session = asRecord(body) ?? {};
  return Object.hasOwn(session, "result") || Object.values(session).includes(id);
}

/** Deletes a session's data. Done is `true` (API reference) or the deleted session (Developer guide), nothing else. */
export async function eraseSession(client: Client, reference: ProviderReference, call: Call): Promise<void> {
  const body = await deleteSession(client, reference.id, call);
  if (body === true || isDeletedSession(body, reference.id)) return;
  throw new AdapterError({
    code: "response_unrecognised",
    message: "delete/ was answered with neither true nor the deleted session",
  });
}
