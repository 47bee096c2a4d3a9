import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { ConfigurationError, explainVariable, type Environment } from "../../platform/config/parse-config.ts";
import type { EndUserTokens } from "./authenticate-end-user.ts";

const Url = (description: string) =>
  Type.String({
    pattern: "^https?://",
    "x-allowed": "an http or https URL, such as https://kyc.example.com",
    description,
  });
const Text = (description: string) => Type.String({ minLength: 1, description });

/** The variables that Kvary's service had. */
export const KvaryVariables = Type.Object({
  IDENTOMAT_BASE_URL: Type.Optional(Url("URL of Identomat's API")),
  IDENTOMAT_COMPANY_KEY: Text("the account's company key"),
  IDENTOMAT_SECRET_KEY: Type.Optional(Text("secret key that signs requests to the provider")),
  IDENTOMAT_CALLBACK_API_KEY: Type.Optional(
    Type.String({ minLength: 16, description: "secret key that the provider sends in its callbacks" }),
  ),
  IDENTOMAT_VERIFY_WEBHOOK: Type.Optional(
    Type.Union([Type.Literal("true"), Type.Literal("false")], {
      description: "whether callbacks are checked; false is refused in production",
    }),
  ),
  JWT_SECRET: Type.Optional(
    Type.String({ minLength: 32, description: "secret that signs the end users' tokens" }),
  ),
  JWT_JWKS_URL: Type.Optional(Url("URL of the public keys (JWKS) of the end users' tokens")),
  JWT_ISSUER: Type.Optional(Text("issuer (iss) that the tokens must have")),
  JWT_AUDIENCE: Type.Optional(Text("audience (aud) that the tokens must have")),
});

/** The Kvary integration's own configuration (Identomat KYC Integration, "Server-only" variables). */
export interface KvaryConfig {
  /** How end users prove who they are. */
  readonly tokens: EndUserTokens;
  /** Settings of the connection that the variables describe, in the adapter's words. */
  readonly connectionSettings: Record<string, unknown>;
}

/**
 * Reads the variables that Kvary's service had. None set: these routes are not offered. Some set: every issue is
 * named. Throws `ConfigurationError`.
 */
export function parseKvaryConfig(environment: Environment, isProduction: boolean): KvaryConfig | undefined {
  const names = Object.keys(KvaryVariables.properties);
  const set = Object.fromEntries(
    names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  if (Object.keys(set).length === 0) return undefined;
  const issues = findIssues(set, isProduction);
  if (issues.length > 0) throw new ConfigurationError(issues);
  return {
    tokens: readTokens(set),
    connectionSettings: {
      companyKey: set["IDENTOMAT_COMPANY_KEY"],
      ...(set["IDENTOMAT_BASE_URL"] === undefined ? {} : { baseUrl: set["IDENTOMAT_BASE_URL"] }),
      ...(set["IDENTOMAT_SECRET_KEY"] === undefined ? {} : { secretKey: set["IDENTOMAT_SECRET_KEY"] }),
      ...(set["IDENTOMAT_CALLBACK_API_KEY"] === undefined
        ? {}
        : { callbackApiKeys: [set["IDENTOMAT_CALLBACK_API_KEY"]] }),
      ...(set["IDENTOMAT_VERIFY_WEBHOOK"] === "false" ? { acceptUnauthenticatedCallbacks: true } : {}),
    },
  };
}

function readTokens(set: Record<string, string | undefined>): EndUserTokens {
  const { JWT_JWKS_URL: jwksUrl, JWT_SECRET: secret, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = set;
  const expected = {
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
  return jwksUrl === undefined
    ? { kind: "secret", secret: new TextEncoder().encode(secret), ...expected }
    : { kind: "jwks", url: new URL(jwksUrl), ...expected };
}

/** One way to prove who one is: with two, the weaker one would be what an attacker takes. */
function findTokenIssues(set: Record<string, string | undefined>, isProduction: boolean): string[] {
  const { JWT_JWKS_URL: jwksUrl, JWT_SECRET: secret } = set;
  if (jwksUrl === undefined)
    return secret === undefined
      ? ["JWT_SECRET is missing; with any of the Kvary variables set it is needed, or JWT_JWKS_URL."]
      : [];
  return [
    ...(secret === undefined ? [] : ["JWT_SECRET and JWT_JWKS_URL are both set. Keep one of them."]),
    ...(["JWT_ISSUER", "JWT_AUDIENCE"] as const)
      .filter((name) => set[name] === undefined)
      .map((name) => `${name} is missing; with JWT_JWKS_URL it is needed: its keys sign for others too.`),
    ...(isProduction && !jwksUrl.startsWith("https:")
      ? ["JWT_JWKS_URL is not https: in production whoever stands between could give keys of their own."]
      : []),
  ];
}

/** Characters that a secret needs at least, so that nobody guesses it. */
const shortestSecrets: Readonly<Record<string, number>> = { JWT_SECRET: 32, IDENTOMAT_CALLBACK_API_KEY: 16 };

type KvaryName = keyof typeof KvaryVariables.properties;

function listWrong(set: Record<string, string | undefined>): readonly KvaryName[] {
  const misfits = [...Value.Errors(KvaryVariables, set)].map(({ path }) => path.slice(1) as KvaryName);
  const urls = (["IDENTOMAT_BASE_URL", "JWT_JWKS_URL"] as const).filter((name) => set[name] !== undefined);
  return [...new Set([...misfits, ...urls.filter((name) => !URL.canParse(set[name] ?? ""))])];
}

function findIssues(set: Record<string, string | undefined>, isProduction: boolean): string[] {
  const wrong = listWrong(set);
  const issues = wrong.map((name) => {
    if (set[name] === undefined)
      return `${name} is missing; with any of the Kvary variables set it is needed.`;
    const shortest = shortestSecrets[name];
    return shortest === undefined
      ? explainVariable(name, KvaryVariables.properties[name])
      : `${name} is shorter than ${shortest} characters: too easy to guess. Use at least ${shortest}.`;
  });
  issues.push(...findTokenIssues(set, isProduction));
  const isVerifying = set["IDENTOMAT_VERIFY_WEBHOOK"] !== "false";
  if (!isVerifying && isProduction)
    issues.push(
      "IDENTOMAT_VERIFY_WEBHOOK=false is refused in production: anybody could post callbacks. Remove it.",
    );
  if (isVerifying && set["IDENTOMAT_CALLBACK_API_KEY"] === undefined) {
    issues.push("IDENTOMAT_CALLBACK_API_KEY is missing; without it no callback can be authenticated.");
  }
  return issues;
}
