import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from "node:crypto";
import { writeUuid } from "../database/sql/write-uuid.ts";
import { UnsealError, type SealContext } from "./sealer.ts";

/** A key that seals, and the id by which sealed bytes refer to it. */
export interface SealingKey {
  /** A UUID. */
  readonly id: string;
  readonly secret: KeyObject;
}

/** The first byte of what is sealed, so that another layout can be told from this one. */
const format = 1;
const idBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const ivAt = 1 + idBytes;
const tagAt = ivAt + ivBytes;
const bodyAt = tagAt + tagBytes;

/** Gives random bytes, never the same twice. */
export type RandomSource = () => Buffer;

/** Gives initialisation vectors. */
export const createIvSource = (): RandomSource => createRandomSource(ivBytes);

/** Asks for the randomness of many at once: each look at the system's source costs as much as the encryption. */
export function createRandomSource(bytes: number): RandomSource {
  const pool = Buffer.allocUnsafeSlow(bytes * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };
}

/**
 * AES-256-GCM; layout: version (1), id of the key (16), initialisation vector (12), tag (16), ciphertext. Version, id
 * and context are authenticated with it.
 */
export function sealBytes(
  { id, secret }: SealingKey,
  takeIv: RandomSource,
  { context, plain }: { readonly context: SealContext; readonly plain: Uint8Array },
): Buffer {
  const sealed = Buffer.allocUnsafe(bodyAt + plain.length);
  sealed[0] = format;
  writeUuid(sealed, id, 1);
  const iv = takeIv();
  sealed.set(iv, ivAt);
  const cipher = createCipheriv("aes-256-gcm", secret, iv).setAAD(bind(sealed, context));
  sealed.set(cipher.update(plain), bodyAt);
  // Of a stream cipher nothing is left for the end but the tag.
  cipher.final();
  sealed.set(cipher.getAuthTag(), tagAt);
  return sealed;
}

/** The id of the key that a value is under. Throws `UnsealError`. */
export function readKeyId(sealed: Uint8Array, context: SealContext): string {
  if (sealed[0] !== format || sealed.length < bodyAt) throw new UnsealError(context);
  const hex = view(sealed).toString("hex", 1, ivAt);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Throws `UnsealError`. */
export function openBytes(secret: KeyObject, context: SealContext, sealed: Uint8Array): Buffer {
  const bytes = view(sealed);
  if (bytes.length < bodyAt) throw new UnsealError(context);
  const decipher = createDecipheriv("aes-256-gcm", secret, bytes.subarray(ivAt, tagAt)).setAAD(
    bind(bytes, context),
  );
  decipher.setAuthTag(bytes.subarray(tagAt, bodyAt));
  try {
    const plain = decipher.update(bytes.subarray(bodyAt));
    decipher.final();
    return plain;
  } catch {
    throw new UnsealError(context);
  }
}

/** Version and key of what is sealed, and its context. */
function bind(sealed: Buffer, { table, column, rowId }: SealContext): Buffer {
  const text = `${table}\u0000${column}\u0000${rowId}`;
  const bound = Buffer.allocUnsafe(ivAt + Buffer.byteLength(text));
  sealed.copy(bound, 0, 0, ivAt);
  bound.write(text, ivAt);
  return bound;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
