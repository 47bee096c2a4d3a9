import type { JsonSchema } from "@kyc-gateway/adapter-spec/v1";
import { escapeToken, isRecord, type Settings } from "../../platform/validation/json-pointer.ts";
import type { Sealer } from "../../platform/encryption/sealer.ts";

/** The columns of a connection that hold its settings. */
export interface StoredSettings {
  readonly id: string;
  readonly settings: Settings;
  readonly sealedSecrets: Uint8Array;
}

/** Splits settings by the manifest's `x-secret` marks: top-level members, or members of its objects, that are secrets. */
export function sealSettings(
  sealer: Sealer,
  connectionId: string,
  { schema, settings }: { schema: JsonSchema; settings: Settings },
): Omit<StoredSettings, "id"> {
  const { open, secret } = split(schema, settings);
  return { settings: open, sealedSecrets: sealer.sealJson(contextOf(connectionId), secret) };
}

/** The places of all secrets, as JSON pointers into the settings: the innermost ones that are marked. */
export function findSecrets(schema: JsonSchema, settings: unknown): readonly string[] {
  return listSecrets(schema, settings, "");
}

function listSecrets(schema: JsonSchema, value: unknown, pointer: string): readonly string[] {
  const children: (readonly [string, unknown, JsonSchema])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index), item, findItem(schema)] as const)
    : isRecord(value)
      ? Object.entries(value).map(([name, member]) => [name, member, findMember(schema, name)] as const)
      : [];
  const isMarked = schema["x-secret"] === true;
  if (children.length === 0) return isMarked ? [pointer] : [];
  const isFiner = children.some(([, , child]) => containsSecret(child));
  return children.flatMap(([name, child, childSchema]) =>
    listSecrets(
      isMarked && !isFiner ? { ...childSchema, "x-secret": true } : childSchema,
      child,
      `${pointer}/${escapeToken(name)}`,
    ),
  );
}

/** The schema of a list's items, looked for in the alternatives too. */
function findItem(schema: JsonSchema): JsonSchema {
  const alternatives = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isRecord) : [];
  const found = [schema, ...alternatives].map((alternative) => alternative["items"]).filter(isRecord);
  return found.some((item) => item["x-secret"] === true)
    ? { anyOf: found, "x-secret": true }
    : { anyOf: found };
}

/** Puts settings together again. Throws `UnsealError`. */
export function openSettings(sealer: Sealer, stored: StoredSettings): Settings {
  return merge(stored.settings, sealer.openJson(contextOf(stored.id), stored.sealedSecrets) as Settings);
}

function contextOf(connectionId: string) {
  return { table: "connections", column: "sealed_secrets", rowId: connectionId };
}

function split(schema: JsonSchema, settings: Settings): { open: Settings; secret: Settings } {
  const open: Settings = {};
  const secret: Settings = {};
  for (const [name, value] of Object.entries(settings)) {
    const member = findMember(schema, name);
    if (isSecret(member)) secret[name] = value;
    else if (isRecord(value)) {
      const parts = split(member, value);
      open[name] = parts.open;
      if (Object.keys(parts.secret).length > 0) secret[name] = parts.secret;
    } else open[name] = value;
  }
  return { open, secret };
}

/** A list of secrets is a secret as a whole, wherever its mark stands. */
function isSecret(member: JsonSchema): boolean {
  if (member["x-secret"] === true) return true;
  const alternatives = Array.isArray(member["anyOf"]) ? member["anyOf"].filter(isRecord) : [];
  const items = [member, ...alternatives].map((schema) => schema["items"]).filter(isRecord);
  return items.some((item) => containsSecret(item));
}

function containsSecret(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(containsSecret);
  return isRecord(schema) && (schema["x-secret"] === true || Object.values(schema).some(containsSecret));
}

/** The schema of a member, looked for in the alternatives too: a secret of one alternative is a secret in all. */
function findMember(schema: JsonSchema, name: string): JsonSchema {
  const own = isRecord(schema["properties"]) ? schema["properties"][name] : undefined;
  const alternatives = ["anyOf", "oneOf", "allOf"].flatMap((keyword) =>
    Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : [],
  );
  const found = [
    own,
    ...alternatives.filter(isRecord).map((alternative) => findMember(alternative, name)),
  ].filter(isRecord);
  const merged: Record<string, unknown> = { anyOf: found };
  if (found.some((member) => member["x-secret"] === true)) merged["x-secret"] = true;
  return merged;
}

function merge(open: Settings, secret: Settings): Settings {
  const merged: Settings = { ...open };
  for (const [name, value] of Object.entries(secret)) {
    const beside = merged[name];
    merged[name] = isRecord(beside) && isRecord(value) ? merge(beside, value) : value;
  }
  return merged;
}
