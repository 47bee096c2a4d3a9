import type { WebhookAuthentication } from "../options.ts";

type OAuth2 = Extract<WebhookAuthentication, { kind: "oauth2" }>;

interface CachedToken {
  readonly value: string;
  readonly expiresMs: number;
}

const marginMs = 5_000;
const tokenTimeoutMs = 10_000;

/** Fetches, and keeps until it expires, the token that the receiver's own token endpoint issues. */
export class BearerSource {
  readonly #cached = new Map<string, Promise<CachedToken>>();

  async read(authentication: OAuth2): Promise<string> {
    const key = `${authentication.tokenUrl} ${authentication.clientId}`;
    const cached = await this.#cached.get(key)?.catch(() => undefined);
    if (cached !== undefined && cached.expiresMs - marginMs > Date.now()) return cached.value;
    const fetched = fetchToken(authentication);
    this.#cached.set(key, fetched);
    return (await fetched).value;
  }
}

async function fetchToken(authentication: OAuth2): Promise<CachedToken> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: authentication.clientId,
    client_secret: authentication.clientSecret,
    ...(authentication.scope === undefined ? {} : { scope: authentication.scope }),
  });
  const signal = AbortSignal.timeout(tokenTimeoutMs);
  const response = await fetch(authentication.tokenUrl, { method: "POST", body: form, signal });
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`);
  const body = (await response.json()) as { access_token: string; expires_in?: number };
  return { value: body.access_token, expiresMs: Date.now() + (body.expires_in ?? 0) * 1_000 };
}
