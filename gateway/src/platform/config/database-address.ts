import type { Environment } from "./parse-config.ts";

export const databaseUrlPattern = "^postgres(ql)?://";
export const databaseSchemaPattern = "^[a-z_][a-z0-9_]{0,62}$";

/** Every connection, whoever opens it, begins in the gateway's schema. */
export function addSchema(databaseUrl: string | undefined, schema: string | undefined): string | undefined {
  if (databaseUrl === undefined || schema === undefined || !URL.canParse(databaseUrl)) return databaseUrl;
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get("options"), `-c search_path=${schema}`].filter(Boolean).join(" ");
  url.searchParams.set("options", options);
  return url.href;
}

/**
 * Where an external PostgreSQL is, for a command that needs nothing else of the configuration: reading all of it takes
 * longer than such a command. Undefined: there is none, or its variables have an issue, which `parseConfig` explains.
 */
export function readDatabaseAddress(
  environment: Environment,
): { readonly url: string; readonly passwordFile?: string } | undefined {
  const { DATABASE_URL: text = "", KYC_DATABASE_SCHEMA: schema = "" } = environment;
  const isSound = URL.canParse(text) && new RegExp(databaseUrlPattern).test(text);
  if (!isSound || (schema !== "" && !new RegExp(databaseSchemaPattern).test(schema))) return undefined;
  const url = addSchema(text, schema === "" ? undefined : schema);
  const { DATABASE_PASSWORD_FILE: passwordFile = "" } = environment;
  return url === undefined ? undefined : { url, ...(passwordFile === "" ? {} : { passwordFile }) };
}
