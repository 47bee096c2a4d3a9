import { matchesAnySecret, readMember } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Settings } from "../settings/settings.schema.ts";
import { createUnauthenticError } from "./parse-callback.ts";

/** Passes a callback whose `callbackApiKey` is one of the live keys; throws `webhook_unauthentic` otherwise. */
export function authenticate(body: UnknownRecord, settings: Settings): void {
  if (settings.acceptUnauthenticatedCallbacks === true) return;
  const presented = readMember(body, "callbackApiKey");
  const candidate = typeof presented === "string" ? presented : "";
  if (!matchesAnySecret(candidate, settings.callbackApiKeys ?? [])) {
    throw createUnauthenticError(
      "does not carry a live callbackApiKey",
      candidate === "" ? "malformed" : "wrong",
    );
  }
}
