import type { Settings } from "./settings.schema.ts";

// TODO 3: the provider's host, from its documentation.
const DOCUMENTED_BASE = "https://api.template.example";

/** The base of the API, without a slash at its end. */
export function resolveBase(settings: Settings): string {
  return (settings.baseUrl ?? DOCUMENTED_BASE).replace(/\/+$/, "");
}

/** Every origin that is called: the gateway refuses all others. */
export function listOrigins(settings: Settings): readonly string[] {
  return [new URL(resolveBase(settings)).origin];
}
