import { readFileSync } from "node:fs";
import type { OperatorRole } from "@kyc-gateway/http-api";
import type { ConfigVariables } from "./config.schema.ts";

/** How operators sign in to the console by OpenID Connect. */
export interface ConsoleOidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly roleClaim: string;
  /** The role for each value of the claim. */
  readonly roles: ReadonlyMap<string, OperatorRole>;
  /** Where browsers reach the console, without a path. */
  readonly consoleUrl: string;
}

const [issuerName, idName, secretName, rolesName] = [
  "KYC_CONSOLE_OIDC_ISSUER",
  "KYC_CONSOLE_OIDC_CLIENT_ID",
  "KYC_CONSOLE_OIDC_CLIENT_SECRET",
  "KYC_CONSOLE_OIDC_ROLES",
] as const;
const fileName = `${secretName}_FILE` as const;

/** All of the variables or none: with some of them, issues say what is missing. Values never appear there. */
export function readConsoleOidc(variables: ConfigVariables, issues: string[]): ConsoleOidcConfig | undefined {
  const secret = readSecret(variables, issues);
  const given = { ...variables, [secretName]: secret };
  const names = [issuerName, idName, secretName, rolesName];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === names.length) return undefined;
  if (missing.length > 0) issues.push(describeMissing(missing));
  issues.push(...findContradictions(variables));
  return {
    issuer: variables[issuerName] ?? "",
    clientId: variables[idName] ?? "",
    clientSecret: secret ?? "",
    scope: variables.KYC_CONSOLE_OIDC_SCOPE,
    roleClaim: variables.KYC_CONSOLE_OIDC_ROLE_CLAIM,
    roles: new Map(listRoles(variables)),
    consoleUrl: variables.KYC_CONSOLE_URL ?? variables.KYC_PUBLIC_URL ?? "",
  };
}

/** An unreadable file is an issue of its own, not a missing secret. */
function readSecret(variables: ConfigVariables, issues: string[]): string | undefined {
  const { [secretName]: text, [fileName]: file } = variables;
  if (file === undefined) return text;
  if (text !== undefined) issues.push(`${secretName} and ${fileName} are both set. Keep one of them.`);
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (secret === "")
      issues.push(`${fileName} names a file that is empty. Write the client's secret to it.`);
    return secret;
  } catch {
    issues.push(`${fileName} names a file that cannot be read.`);
    return "";
  }
}

function describeMissing(missing: readonly string[]): string {
  const names = missing.map((name) => (name === secretName ? `${name} (or ${fileName})` : name));
  return `${names.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing. To sign in to the console by OpenID Connect, set ${issuerName}, ${idName}, ${secretName} and ${rolesName}; to do without, set none of them.`;
}

function findContradictions(variables: ConfigVariables): readonly string[] {
  const {
    [issuerName]: issuer,
    KYC_CONSOLE: place,
    KYC_CONSOLE_URL: own,
    KYC_PUBLIC_URL: shared,
  } = variables;
  const names = listRoles(variables).map(([name]) => name);
  const isAddressMissing = own === undefined && (shared === undefined || place === "operations");
  return [
    ...(isAddressMissing ? [addressMissing] : []),
    ...(isBroken(issuer) ? [`${issuerName} is no URL: look at its host and port.`] : []),
    ...(variables.NODE_ENV === "production" && issuer?.startsWith("http:") === true ? [issuerIsPlain] : []),
    ...(new Set(names).size < names.length ? [valueTwice] : []),
  ];
}

/** What does not even begin like one has an issue already. */
function isBroken(issuer = ""): boolean {
  return /^https?:/.test(issuer) && !URL.canParse(issuer);
}

const addressMissing = `KYC_CONSOLE_URL is missing: ${issuerName} is set, and the identity provider sends operators back to that address. Where KYC_CONSOLE is public, KYC_PUBLIC_URL stands for it.`;
const issuerIsPlain = `${issuerName} begins with http://, which production refuses: the client's secret would be read on the way. Give an https:// address.`;
const valueTwice = `${rolesName} names a value twice. Give each value of the claim one role.`;

function listRoles({ [rolesName]: text = "" }: ConfigVariables): readonly [string, OperatorRole][] {
  return text.split(",").map((entry) => {
    const at = entry.lastIndexOf("=");
    return [entry.slice(0, at).trim(), entry.slice(at + 1).trim() as OperatorRole];
  });
}
