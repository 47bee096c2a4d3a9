import type { Call } from "@kyc-gateway/adapter-spec/v1";
import { isAdapterError } from "@kyc-gateway/adapter-kit";
import type { Client } from "../client/client.ts";
import { fetchResult } from "./fetch-result.ts";

const nobodysToken = "0".repeat(40);

/** Asks for a session that nobody has: that it is not found shows that the account answers and takes the key. */
export async function checkHealth(client: Client, call: Call): Promise<void> {
  try {
    await fetchResult(client, { id: nobodysToken }, call);
  } catch (error) {
    const isNotFound = isAdapterError(error) && error.code === "session_unknown";
    const isInvalid = isAdapterError(error) && /^session.invalid$/i.test(error.providerCode ?? "");
    if (!isNotFound && !isInvalid) throw error;
  }
}
