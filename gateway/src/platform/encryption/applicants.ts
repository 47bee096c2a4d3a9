import { createSecretKey } from "node:crypto";
import { LRUCache } from "lru-cache";
import { sealBytes } from "./sealed-bytes.ts";
import {
  applicantKeyBytes,
  makeApplicantKey,
  wrappedKeyContext,
  type Applicant,
  type ApplicantColumns,
  type OfferedKey,
} from "./applicant-key.ts";
import { createApplicantSealer, createDataSealer, type SealerParts } from "./data-sealer.ts";
import { computeKeyedHash } from "./key-ring.ts";

/** Unwrapped keys of applicants that are kept in memory. */
const maxApplicants = 10_000;

/** The keys of applicants: one for each person and tenant. */
export interface Applicants {
  /** Undefined: the person was erased: the key was destroyed, and with it everything under it. Throws `KeyUnknownError`. */
  open(row: ApplicantColumns): Applicant | undefined;
  /** One that was opened not long ago. */
  findKnown(keyId: string | null): Applicant | undefined;
  /** A key for an applicant who may have one already. Throws `KeyUnknownError`. */
  offer(tenantId: string, applicantId: string): OfferedKey;
  /** The offered key was stored: whose it is need not be opened. */
  keep(offered: OfferedKey): void;
  hash(tenantId: string, applicantId: string): Buffer;
  /** Without an id: everybody. */
  forget(keyId?: string): void;
}

export function createApplicants(parts: SealerParts): Applicants {
  const cache = new LRUCache<string, Applicant>({ max: maxApplicants });
  return {
    open: (row) => openApplicant(parts, cache, row),
    findKnown: (keyId) => (keyId === null ? undefined : cache.get(keyId)),
    offer: (tenantId, applicantId) => offerKey(parts, tenantId, applicantId),
    keep: ({ id, applicant }) => void cache.set(id, applicant),
    hash: (tenantId, applicantId) => hashApplicant(parts, tenantId, applicantId),
    forget(keyId) {
      if (keyId === undefined) cache.clear();
      else cache.delete(keyId);
    },
  };
}

function openApplicant(
  parts: SealerParts,
  cache: LRUCache<string, Applicant>,
  row: ApplicantColumns,
): Applicant | undefined {
  const { tenantId, applicantKeyId, wrappedKey } = row;
  // Asked of the row and not of memory: what another process destroyed is gone here too.
  if (applicantKeyId === null || wrappedKey === null) return undefined;
  const known = cache.get(applicantKeyId);
  if (known !== undefined) return known;
  const bytes = createDataSealer(parts, tenantId).open(wrappedKeyContext(applicantKeyId), wrappedKey);
  const key = { id: applicantKeyId, secret: createSecretKey(bytes.subarray(0, applicantKeyBytes)) };
  const id = bytes.toString("utf8", applicantKeyBytes);
  bytes.fill(0);
  const applicant = { id, sealer: createApplicantSealer(parts, key, tenantId) };
  cache.set(applicantKeyId, applicant);
  return applicant;
}

function offerKey(parts: SealerParts, tenantId: string, applicantId: string): OfferedKey {
  const bytes = parts.takeKeyBytes();
  const key = makeApplicantKey(bytes);
  const context = wrappedKeyContext(key.id);
  const tenantKey = parts.keys.current(tenantId, context);
  const plain = Buffer.concat([bytes, Buffer.from(applicantId)]);
  bytes.fill(0);
  const wrappedKey = sealBytes(tenantKey, parts.takeIv, { context, plain });
  plain.fill(0);
  return {
    id: key.id,
    hash: hashApplicant(parts, tenantId, applicantId),
    tenantKeyId: tenantKey.id,
    wrappedKey,
    applicant: { id: applicantId, sealer: createApplicantSealer(parts, key, tenantId) },
  };
}

function hashApplicant({ keys }: SealerParts, tenantId: string, applicantId: string): Buffer {
  return computeKeyedHash(keys.lookup(tenantId), "applicant", applicantId);
}
