import { AdapterError } from "@kyc-gateway/adapter-kit";
import type { Call, Connection, Host, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import adapter from "../index.ts";
import type { Settings } from "../settings/settings.schema.ts";

const nowMs = Date.parse("2026-05-04T10:00:00.000Z");
export const token = "47fjzxvvzapi4ztasth3c2ozfucli3l0qx13hisc";

/** A host over the global fetch, with a clock that stands still. */
export const plainHost: Host = {
  log: { info: () => undefined, warn: () => undefined },
  now: () => nowMs,
  fetch: async (url, init) => {
    try {
      return await fetch(url, { ...init, redirect: "manual" });
    } catch {
      const code = init?.signal?.aborted === true ? "timeout" : "unavailable";
      throw new AdapterError({ code, message: "the request failed" });
    }
  },
};

export function createSettings(more: Partial<Settings> = {}): Settings {
  return {
    companyKey: "company-key-of-the-tests",
    callbackApiKeys: ["callback-key-one-of-the-tests", "callback-key-two-of-the-tests"],
    ...more,
  };
}

export function connectTo(origin: string, more: Partial<Settings> = {}): Connection<Flow> {
  return adapter.connect(createSettings({ baseUrl: `${origin}/external-api/`, ...more }), plainHost);
}

export function createCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, idempotencyKey: "0190b7a0-0000-7000-8000-000000000001" };
}

export function createStartRequest(more: Partial<StartRequest<Flow>> = {}): StartRequest<Flow> {
  return {
    sessionId: "0190b7a0-0000-7000-8000-000000000002",
    flow: {},
    applicant: { id: "applicant-1" },
    ...more,
  };
}
