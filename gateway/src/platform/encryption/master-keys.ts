import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";

/**
 * Where the master keys are: the environment or a file, or a key service. They wrap data keys and nothing else, so that
 * a service is asked once for each data key and process.
 */
export interface MasterKeys {
  /** The one to go over to: new data keys are wrapped by it once `kyc-gateway encryption-key rotate --master` has said so. */
  readonly currentId: string;
  /** Those that can unwrap, the current one among them. */
  readonly ids: readonly string[];
  /** `label` is bound to the result: it unwraps with the same one alone. */
  wrap(masterId: string, label: string, plain: Uint8Array): Promise<Buffer>;
  /** Throws when the key is another one, or the value was altered. */
  unwrap(masterId: string, label: string, wrapped: Uint8Array): Promise<Buffer>;
}

interface LocalMaster {
  readonly id: string;
  readonly wrapping: KeyObject;
}

/** Master keys of 32 bytes each that this process holds itself. The id is made from the key, and tells nothing of it. */
export function createLocalMasterKeys(current: Uint8Array, previous: readonly Uint8Array[] = []): MasterKeys {
  const masters = new Map([current, ...previous].map(toMaster).map((master) => [master.id, master]));
  const find = (id: string): LocalMaster => {
    const master = masters.get(id);
    if (master === undefined) throw new Error(`The master key ${id} is not configured.`);
    return master;
  };
  return {
    currentId: toMaster(current).id,
    ids: [...masters.keys()],
    wrap: async (id, label, plain) => wrap(find(id).wrapping, label, plain),
    unwrap: async (id, label, wrapped) => unwrap(find(id).wrapping, label, wrapped),
  };
}

function toMaster(key: Uint8Array): LocalMaster {
  return {
    id: `local-${derive(key, "id").toString("hex", 0, 8)}`,
    wrapping: createSecretKey(derive(key, "wrap")),
  };
}

function derive(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", masterKey, "", `kyc-gateway/${purpose}`, 32));
}

function wrap(key: KeyObject, label: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(label));
  const body = [cipher.update(plain), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...body]);
}

function unwrap(key: KeyObject, label: string, wrapped: Uint8Array): Buffer {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(Buffer.from(label));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}
