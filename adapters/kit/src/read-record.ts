/** A JSON object of which nothing is known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** A value as an object; absent for null, arrays and everything else. */
export function asRecord(value: unknown): UnknownRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as UnknownRecord)
    : undefined;
}

/** An object's own member; absent where it has none: what it inherits does not count. The object may be absent too. */
export function readMember(record: UnknownRecord | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A member that is a string, as it came; absent for every other type. */
export function readString(record: UnknownRecord | undefined, key: string): string | undefined {
  const value = readMember(record, key);
  return typeof value === "string" ? value : undefined;
}

/** A member that is a finite number; absent for every other type. */
export function readNumber(record: UnknownRecord | undefined, key: string): number | undefined {
  const value = readMember(record, key);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A member that is a boolean; absent for every other type. */
export function readBoolean(record: UnknownRecord | undefined, key: string): boolean | undefined {
  const value = readMember(record, key);
  return typeof value === "boolean" ? value : undefined;
}

/** A member that is an object; absent for null, arrays and every other type. */
export function readRecord(record: UnknownRecord | undefined, key: string): UnknownRecord | undefined {
  return asRecord(readMember(record, key));
}

/** A member that is an array; empty for every other type. */
export function readArray(record: UnknownRecord | undefined, key: string): readonly unknown[] {
  const value = readMember(record, key);
  return Array.isArray(value) ? value : [];
}

/** The objects among the elements of a member that is an array; empty for every other type. */
export function readRecords(record: UnknownRecord | undefined, key: string): readonly UnknownRecord[] {
  return readArray(record, key)
    .map(asRecord)
    .filter((element) => element !== undefined);
}
