import type { IdentomatAct } from "@kyc-gateway/simulators";
import { parseKvaryConfig } from "../../gateway/src/features/kvary/kvary.config.ts";
import { createApiClient, type ApiAnswer, type ApiClient } from "./api-client.ts";
import { companies, startHarness, type Harness, type HarnessOptions } from "./gateway-harness.ts";
import { encodeToken, signWith } from "./json-web-token.ts";
import { waitFor } from "./wait-for.ts";

/** The account of Kvary at the Identomat simulator. */
export const kvaryCompany = {
  name: "kvary",
  companyKey: "kvary-company-key",
  callbackApiKey: "the-callback-key-of-kvary-32-characters",
};
export const kvarySecret = "a-secret-of-at-least-32-characters!";

export interface KvaryVerification {
  readonly verificationId: string;
  readonly launchUrl: string | null;
  readonly status: string;
}

export interface KvaryMe {
  readonly status: string;
  readonly kycStatus: string;
  readonly verificationId: string | null;
}

/** A gateway with Kvary's routes, seen by its users. */
export interface KvaryStage {
  readonly harness: Harness;
  readonly users: ApiClient;
  /** For a further gateway on the same database. */
  readonly kvary: ReturnType<typeof parseKvaryConfig>;
  /** Whoever it is, as an `Authorization` header. */
  authorize(user: string): string;
  /** The button. */
  press(user: string, body?: object): Promise<ApiAnswer<KvaryVerification>>;
  readMe(user: string): Promise<KvaryMe>;
  /** What the user, or the provider, does in a verification. */
  act(launchUrl: string | null, act: IdentomatAct): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface KvaryStageOptions extends Pick<HarnessOptions, "env" | "withOndato"> {
  /** Where the provider is thought to be; default: where it is. */
  readonly baseUrl?: string;
}

export async function startKvaryStage(options: KvaryStageOptions = {}): Promise<KvaryStage> {
  const { baseUrl, ...others } = options;
  const describeKvary = (identomatUrl: string) =>
    parseKvaryConfig(
      {
        JWT_SECRET: kvarySecret,
        IDENTOMAT_COMPANY_KEY: kvaryCompany.companyKey,
        IDENTOMAT_CALLBACK_API_KEY: kvaryCompany.callbackApiKey,
        IDENTOMAT_BASE_URL: baseUrl ?? `${identomatUrl}/external-api`,
      },
      true,
    );
  const harness = await startHarness({
    ...others,
    kvary: describeKvary,
    identomat: { companies: [companies.shop, companies.bank, kvaryCompany] },
  });
  const { gateway, identomat } = harness;
  identomat.control.setCallbackUrl(`${gateway.url}/api/webhooks/identomat`, kvaryCompany.name);
  const users = createApiClient(gateway.url);
  const ask = (user: string) =>
    users.request<KvaryMe>("GET", "/api/kyc/me", { headers: { authorization: authorize(user) } });
  await waitFor(async () => (await ask("nobody")).status === 200, { timeoutMs: 10_000 });
  return {
    harness,
    users,
    kvary: describeKvary(identomat.url),
    authorize,
    press: (user, body) =>
      users.request("POST", "/api/kyc/identomat/session", {
        headers: { authorization: authorize(user) },
        ...(body === undefined ? {} : { body }),
      }),
    readMe: async (user) => (await ask(user)).body,
    act(launchUrl, act) {
      const token = new URL(launchUrl ?? "").searchParams.get("session_token") ?? "";
      identomat.control.act(token, { act });
    },
    async [Symbol.asyncDispose]() {
      await users.close();
      await harness[Symbol.asyncDispose]();
    },
  };
}

function authorize(user: string): string {
  return `Bearer ${signEndUser(user)}`;
}

/** The token of an end user; `exp` in seconds. */
export function signEndUser(sub: string, exp = Math.floor(Date.now() / 1000) + 300): string {
  return encodeToken({ alg: "HS256", typ: "JWT" }, { sub, exp }, signWith(kvarySecret));
}
