import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from "node:crypto";

/** What a sealed value belongs to: it opens nowhere else. */
export interface SealContext {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/**
 * Authenticated encryption of what is personal or secret, bound to its row and column, and keyed fingerprints that say
 * nothing about what they were made of.
 */
export interface Sealer {
  seal(context: SealContext, plain: Uint8Array): Buffer;
  /** Throws `UnsealError` when the value was altered, moved to another row, or sealed under another key. */
  open(context: SealContext, sealed: Uint8Array): Buffer;
  sealJson(context: SealContext, value: unknown): Buffer;
  openJson(context: SealContext, sealed: Uint8Array): unknown;
  fingerprint(purpose: string, value: string | Uint8Array): Buffer;
}

/** A sealed value that does not open. Says nothing of its content. */
export class UnsealError extends Error {
  constructor(context: SealContext) {
    super(
      `A value of ${context.table}.${context.column} cannot be opened: altered, moved, or sealed under another master key.`,
    );
    this.name = "UnsealError";
  }
}

const formatVersion = 1;
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM; layout: version (1), initialisation vector (12), tag (16), ciphertext. `masterKey` is 32 bytes. */
export function createSealer(masterKey: Uint8Array): Sealer {
  const key = deriveKey(masterKey, "seal");
  const sealingKey = { key, takeIv: createIvSource() };
  const fingerprintKey = deriveKey(masterKey, "fingerprint");
  const sealer: Sealer = {
    seal: (context, plain) => sealBytes(sealingKey, context, plain),
    open: (context, sealed) => openBytes(key, context, sealed),
    sealJson: (context, value) => sealer.seal(context, Buffer.from(JSON.stringify(value))),
    openJson: (context, sealed) => JSON.parse(sealer.open(context, sealed).toString("utf8")) as unknown,
    fingerprint: (purpose, value) =>
      createHmac("sha256", fingerprintKey).update(`${purpose}\u0000`).update(value).digest(),
  };
  return sealer;
}

function deriveKey(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", masterKey, "", `kyc-gateway/${purpose}`, 32)));
}

interface SealingKey {
  readonly key: KeyObject;
  /** Never gives the same bytes twice. */
  readonly takeIv: () => Buffer;
}

/** Asks for the randomness of many at once: each look at the system's source costs as much as the encryption. */
function createIvSource(): () => Buffer {
  const pool = Buffer.allocUnsafeSlow(ivBytes * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += ivBytes;
    return pool.subarray(used - ivBytes, used);
  };
}

function encodeContext({ table, column, rowId }: SealContext): Buffer {
  return Buffer.from(`${table}\u0000${column}\u0000${rowId}`);
}

function sealBytes({ key, takeIv }: SealingKey, context: SealContext, plain: Uint8Array): Buffer {
  const iv = takeIv();
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(encodeContext(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(formatVersion), iv, cipher.getAuthTag(), body]);
}

function openBytes(key: KeyObject, context: SealContext, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < 1 + ivBytes + tagBytes || bytes[0] !== formatVersion) throw new UnsealError(context);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + ivBytes)).setAAD(
    encodeContext(context),
  );
  decipher.setAuthTag(bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + ivBytes + tagBytes)), decipher.final()]);
  } catch {
    throw new UnsealError(context);
  }
}
