import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { SecretReference, StoredSecret } from "@kyc-gateway/http-api";
import { Value } from "@sinclair/typebox/value";
import { flatten, isRecord, mapValues, type Settings } from "../validation/json-pointer.ts";

/** Where references lead. */
export interface ReferenceSource {
  /** Undefined: it is not set. */
  readVariable(name: string): string | undefined;
  /** Undefined: it cannot be read. */
  readFile(path: string): string | undefined;
}

/** Where each secret of the settings came from, keyed by its pointer. */
export type SettingReferences = Readonly<Record<string, SecretReference>>;

/** What is configured now. */
interface StoredSettings {
  readonly settings: Settings;
  readonly references: SettingReferences;
}

/** Settings with secrets in the clear, and where they came from. */
export interface ResolvedSettings {
  readonly settings: Settings;
  readonly references: SettingReferences;
  /** Pointers into the settings. */
  readonly issues: readonly ValidationIssue[];
}

interface ResolveParts {
  readonly settings: Settings;
  /** The connection as it is configured now, for `$stored`. */
  readonly stored: StoredSettings | undefined;
  /** Undefined: references to the outside are refused, and secrets may be given as they are. */
  readonly source: ReferenceSource | undefined;
}

/** Puts in what the references of a connection's settings stand for. Messages name variables and files, never contents. */
export function resolveReferences({ settings, stored, source }: ResolveParts): ResolvedSettings {
  const references: Record<string, SecretReference> = {};
  const issues: ValidationIssue[] = [];
  const refuse = (pointer: string, message: string) => {
    issues.push({ pointer, code: "invalid_reference", message });
    return { value: "" };
  };
  const resolved = mapValues(settings, (value, pointer) => {
    if (!isReferenceLike(value)) return undefined;
    if (Value.Check(StoredSecret, value)) return takeStored(stored, { pointer, references, refuse });
    if (!Value.Check(SecretReference, value))
      return refuse(pointer, 'must be {"$env": "NAME"}, {"$file": "/path"} or {"$stored": true}');
    if (source === undefined)
      return refuse(
        pointer,
        "cannot refer to the gateway's own environment or files: give the secret itself",
      );
    references[pointer] = value;
    return "$env" in value
      ? readOr(source.readVariable(value.$env), () =>
          refuse(pointer, `names the environment variable ${value.$env}, which is not set`),
        )
      : readOr(source.readFile(value.$file), () =>
          refuse(pointer, `names the file ${value.$file}, which cannot be read`),
        );
  });
  return { settings: resolved as Settings, references, issues };
}

function isReferenceLike(value: unknown): value is Settings {
  return isRecord(value) && Object.keys(value).some((name) => name.startsWith("$"));
}

function readOr(text: string | undefined, refuse: () => { value: string }): { value: string } {
  return text === undefined || text === "" ? refuse() : { value: text };
}

function takeStored(
  stored: ResolveParts["stored"],
  parts: {
    pointer: string;
    references: Record<string, SecretReference>;
    refuse: (pointer: string, message: string) => { value: string };
  },
): { value: unknown } {
  const { pointer, references, refuse } = parts;
  const value = stored === undefined ? undefined : flatten(stored.settings).get(pointer);
  if (stored === undefined || value === undefined)
    return refuse(pointer, "has nothing stored yet: give the secret or a reference to it");
  const reference = stored.references[pointer];
  if (reference !== undefined) references[pointer] = reference;
  return { value };
}

/** Secrets that stand in a file as they are. `written` are the settings before their references were resolved. */
export function findPlainSecrets(written: Settings, secrets: readonly string[]): readonly ValidationIssue[] {
  const values = flatten(written);
  return secrets
    .filter((pointer) => values.has(pointer))
    .map((pointer) => ({
      pointer,
      code: "secret_in_file",
      message: 'is a secret: write {"$env": "NAME"} or {"$file": "/path"} instead',
    }));
}

/** Settings that may be shown: every secret is its reference, or says that it is stored. */
export function hideSecrets({ settings, references }: StoredSettings, secrets: readonly string[]): Settings {
  return mapValues(settings, (_value, pointer) => {
    const reference = references[pointer];
    if (reference !== undefined) return { value: reference };
    return secrets.includes(pointer) ? { value: { $stored: true } } : undefined;
  }) as Settings;
}
