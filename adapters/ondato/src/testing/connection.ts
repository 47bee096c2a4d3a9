import { AdapterError } from "@kyc-gateway/adapter-kit";
import type { Call, Connection, Host } from "@kyc-gateway/adapter-spec/v1";
import adapter from "../index.ts";
import type { Flow } from "../flow/flow.schema.ts";
import type { Settings } from "../settings/settings.schema.ts";

export const NOW_MS = Date.parse("2026-05-04T10:00:00.000Z");

/** A host over the global fetch, with a clock that stands still and a log that is kept. */
interface PlainHost extends Host {
  nowMs: number;
  readonly logged: string[];
}

function createPlainHost(): PlainHost {
  const logged: string[] = [];
  const log = (event: string, fields?: object) => void logged.push(JSON.stringify({ event, ...fields }));
  return {
    nowMs: NOW_MS,
    logged,
    log: { info: log, warn: log },
    now() {
      return this.nowMs;
    },
    fetch: async (url, init) => {
      try {
        return await fetch(url, { ...init, redirect: "manual" });
      } catch {
        const code = init?.signal?.aborted ? "timeout" : "unavailable";
        throw new AdapterError({ code, message: "the request failed" });
      }
    },
  };
}

function createSettings(origin: string, more: Partial<Settings> = {}): Settings {
  return {
    environment: "sandbox",
    hosts: { token: origin, idv: origin, kyc: origin, page: "https://verify.example.com" },
    clientId: "client-of-the-tests",
    clientSecret: "secret-of-the-tests",
    webhook: { scheme: "hmac", secrets: ["webhook-secret-1", "webhook-secret-2"] },
    ...more,
  };
}

export function connectTo(
  origin: string,
  more: Partial<Settings> = {},
): { readonly connection: Connection<Flow>; readonly host: PlainHost } {
  const host = createPlainHost();
  return { host, connection: adapter.connect(createSettings(origin, more), host) };
}

export function createCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, idempotencyKey: "0190b7a0-0000-7000-8000-000000000001" };
}
