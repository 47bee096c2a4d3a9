import type { Environment, Settings } from "./settings.schema.ts";

/** The bases of Ondato's four hosts, without a trailing slash. */
export interface OndatoHosts {
  readonly token: string;
  readonly idv: string;
  readonly kyc: string;
  readonly page: string;
}

export type HostRole = keyof OndatoHosts;

const HOSTS = {
  production: {
    token: "https://id.ondato.com",
    idv: "https://idvapi.ondato.com",
    kyc: "https://kycid.ondato.com",
    page: "https://idv.ondato.com",
  },
  sandbox: {
    token: "https://sandbox-id.ondato.com",
    idv: "https://sandbox-idvapi.ondato.com",
    // Not printed in the documentation: formed as its siblings are.
    kyc: "https://sandbox-kycid.ondato.com",
    page: "https://sandbox-idv.ondato.com",
  },
} satisfies Record<Environment, OndatoHosts>;

export function resolveHosts(settings: Settings): OndatoHosts {
  const preset = HOSTS[settings.environment];
  const resolve = (role: HostRole) => (settings.hosts?.[role] ?? preset[role]).replace(/\/+$/, "");
  return { token: resolve("token"), idv: resolve("idv"), kyc: resolve("kyc"), page: resolve("page") };
}

/** What this connection calls. The page is not among them: only the applicant's browser opens it. */
export function listOrigins(settings: Settings): readonly string[] {
  const { token, idv, kyc } = resolveHosts(settings);
  return [...new Set([token, idv, kyc].map((base) => new URL(base).origin))];
}

/** The environment that a host of Ondato's own belongs to; absent for a white-label domain or a simulator. */
export function findEnvironment(base: string): Environment | undefined {
  const { hostname } = new URL(base);
  if (!hostname.endsWith(".ondato.com")) return undefined;
  return hostname.startsWith("sandbox-") ? "sandbox" : "production";
}
