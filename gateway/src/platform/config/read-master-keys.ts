import { readFileSync } from "node:fs";
import type { Config, ConfigVariables } from "./config.schema.ts";

/** The master keys, from variables or from the files that these name. Adds to `issues`; values never appear there. */
export function readMasterKeys(
  variables: ConfigVariables,
  issues: string[],
): Pick<Config, "masterKey" | "previousMasterKeys"> {
  const current = readKeys(variables, "KYC_MASTER_KEY", issues);
  if (current.length > 1) issues.push("KYC_MASTER_KEY_FILE holds more than one key. Keep the newest.");
  return {
    masterKey: current[0],
    previousMasterKeys: readKeys(variables, "KYC_MASTER_KEY_PREVIOUS", issues),
  };
}

function readKeys(
  variables: ConfigVariables,
  name: "KYC_MASTER_KEY" | "KYC_MASTER_KEY_PREVIOUS",
  issues: string[],
): readonly Buffer[] {
  const [text, file] = [variables[name], variables[`${name}_FILE`]];
  if (text !== undefined && file !== undefined)
    issues.push(`${name} and ${name}_FILE are both set. Keep one of them.`);
  if (file === undefined) return text === undefined ? [] : decode(text.split(","));
  try {
    const keys = decode(readFileSync(file, "utf8").trim().split(/\s+/));
    if (keys.every((key) => key.length === 32)) return keys;
    issues.push(`${name}_FILE does not hold 32 bytes in base64. Make one with: openssl rand -base64 32.`);
  } catch {
    issues.push(`${name}_FILE names a file that cannot be read.`);
  }
  return [];
}

function decode(texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => Buffer.from(text, "base64"));
}
