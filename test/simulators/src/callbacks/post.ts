import type { CallbackAttempt } from "../ledger/snapshot.ts";
import type { Written } from "./outgoing.ts";

export interface Posted {
  readonly answer: number | null;
  readonly failure?: NonNullable<CallbackAttempt["failure"]>;
}

/** POSTs one callback and reads the answer to its end, so that the connection can be used again. */
export async function postCallback(
  url: string,
  written: Written,
  limits: { timeoutMs: number; closing: AbortSignal },
): Promise<Posted> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...written.headers },
      body: written.body,
      redirect: "manual",
      signal: AbortSignal.any([deadline, limits.closing]),
    });
    await response.arrayBuffer();
    return { answer: response.status };
  } catch {
    if (limits.closing.aborted) return { answer: null, failure: "closed" };
    return { answer: null, failure: deadline.aborted ? "timeout" : "connection" };
  }
}
