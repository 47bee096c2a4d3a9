import { createSecretKey, randomUUIDv7 } from "node:crypto";
import type { SealingKey } from "./sealed-bytes.ts";
import type { SealContext, Sealer } from "./sealer.ts";

/** An applicant whose key is there: who it is, and what seals for that person alone. */
export interface Applicant {
  /** The tenant's own id of the person. */
  readonly id: string;
  readonly sealer: Sealer;
}

/** What a session's row tells of its applicant, by `applicantColumns` of the store. */
export interface ApplicantColumns {
  readonly tenantId: string;
  /** Null: the session was erased. */
  readonly applicantKeyId: string | null;
  /** Null beside a key id: the key was destroyed. */
  readonly wrappedKey: Buffer | null;
}

/** A key offered for an applicant who may have one already. */
export interface OfferedKey {
  readonly id: string;
  readonly hash: Buffer;
  readonly tenantKeyId: string;
  readonly wrappedKey: Buffer;
  /** Whose key it becomes if it is taken. */
  readonly applicant: Applicant;
}

/** What an applicant's wrapped key, with the tenant's id of the applicant behind it, is bound to. */
export function wrappedKeyContext(rowId: string): SealContext {
  return { table: "kyc_keys.applicant_keys", column: "wrapped_key", rowId };
}

/** Bytes of a key. */
export const applicantKeyBytes = 32;

/** A fresh key of these random bytes, which nothing else is made of. */
export function makeApplicantKey(bytes: Buffer): SealingKey {
  return { id: randomUUIDv7(), secret: createSecretKey(bytes) };
}
