import { createHash } from "node:crypto";

/** One entry of the audit log as the chain covers it: bytes and texts, exactly as PostgreSQL gives them. */
export interface ChainedEntry {
  readonly seq: bigint;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly id: string;
  /** Microseconds since 1970. */
  readonly atMicros: bigint;
  readonly operator: string;
  readonly action: string;
  readonly subject: string;
  /** JSON as PostgreSQL writes it. */
  readonly detail: string;
  readonly requestId: string | null;
  readonly tenantId: string | null;
  readonly sealedReason: Buffer | null;
}

/** What the first entry follows. */
export const beginningHash = Buffer.alloc(32);

/** SHA-256 of the entry in its one encoding; `hash_audit_entry` in the database is the same. */
export function hashEntry(entry: Omit<ChainedEntry, "hash">): Buffer {
  const hash = createHash("sha256");
  const values = [
    Buffer.from("kyc-audit-1"),
    entry.previousHash,
    encodeInteger(entry.seq),
    encodeUuid(entry.id),
    encodeInteger(entry.atMicros),
    Buffer.from(entry.operator),
    Buffer.from(entry.action),
    Buffer.from(entry.subject),
    Buffer.from(entry.detail),
    entry.requestId === null ? null : Buffer.from(entry.requestId),
    entry.tenantId === null ? null : encodeUuid(entry.tenantId),
    entry.sealedReason,
  ];
  for (const value of values) {
    hash.update(encodeLength(value));
    if (value !== null) hash.update(value);
  }
  return hash.digest();
}

/** Before every value, so that no two entries are written alike; -1: null. */
function encodeLength(value: Buffer | null): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : value.length);
  return length;
}

function encodeInteger(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function encodeUuid(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}
