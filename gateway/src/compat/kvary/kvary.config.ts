import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { ConfigurationError, type Environment } from "../../config/parse-config.ts";

const Variables = Type.Object({
  IDENTOMAT_BASE_URL: Type.Optional(Type.String({ pattern: "^https?://" })),
  IDENTOMAT_COMPANY_KEY: Type.String({ minLength: 1 }),
  IDENTOMAT_SECRET_KEY: Type.Optional(Type.String({ minLength: 1 })),
  IDENTOMAT_CALLBACK_API_KEY: Type.Optional(Type.String({ minLength: 1 })),
  IDENTOMAT_VERIFY_WEBHOOK: Type.Optional(Type.Union([Type.Literal("true"), Type.Literal("false")])),
  JWT_SECRET: Type.String({ minLength: 32 }),
});

/** The Kvary integration's own configuration (Identomat KYC Integration, "Server-only" variables). */
export interface KvaryConfig {
  readonly jwtSecret: Uint8Array;
  /** Settings of the connection that the variables describe, in the adapter's words. */
  readonly connectionSettings: Record<string, unknown>;
}

/**
 * Reads the variables that Kvary's service had. None set: these routes are not offered. Some set: every mistake is
 * named. Throws `ConfigurationError`.
 */
export function parseKvaryConfig(environment: Environment, isProduction: boolean): KvaryConfig | undefined {
  const names = Object.keys(Variables.properties);
  const set = Object.fromEntries(
    names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  if (Object.keys(set).length === 0) return undefined;
  const mistakes = findMistakes(set, isProduction);
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return {
    jwtSecret: new TextEncoder().encode(set["JWT_SECRET"]),
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

function findMistakes(set: Record<string, string | undefined>, isProduction: boolean): string[] {
  const wrong = new Set([...Value.Errors(Variables, set)].map(({ path }) => path.slice(1)));
  const mistakes = [...wrong].map((name) => {
    if (set[name] === undefined)
      return `${name} is missing; with any of the Kvary variables set it is needed`;
    return name === "JWT_SECRET"
      ? "JWT_SECRET is shorter than 32 characters: too easy to guess"
      : `${name} is not usable`;
  });
  const isVerifying = set["IDENTOMAT_VERIFY_WEBHOOK"] !== "false";
  if (!isVerifying && isProduction)
    mistakes.push(
      "IDENTOMAT_VERIFY_WEBHOOK=false is refused in production: anybody could post callbacks. Remove it",
    );
  if (isVerifying && set["IDENTOMAT_CALLBACK_API_KEY"] === undefined) {
    mistakes.push("IDENTOMAT_CALLBACK_API_KEY is missing; without it no callback can be authenticated");
  }
  return mistakes;
}
