import { selectLiveKeys, signWith, type StoredKey } from "./signing-key.ts";

/** The headers by which a receiver knows that a POST is ours and recent (Standard Webhooks 1.0). Every live key signs. */
export function signEvent(
  keys: readonly StoredKey[],
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = selectLiveKeys(keys, at).map((key) => signWith(key, content));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
