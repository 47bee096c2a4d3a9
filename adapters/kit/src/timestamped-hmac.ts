import { Buffer } from "node:buffer";
import { isHmacValid } from "./hmac.ts";

const UNIX_SECONDS = /^[1-9]\d{0,10}$/;
/** Far above any real header: bounds the work that a forged one can cause. */
const MAX_HEADER_LENGTH = 1024;
const SHA256_HEX = /^[0-9a-f]{64}$/i;

/** A signature header of the form `t=<unix seconds>, s=<hex>`. */
export interface TimestampedSignature {
  /** As written: these digits, not the number, are what was signed. */
  readonly timestamp: string;
  /** HMAC-SHA256, 64 hexadecimal digits of either case. */
  readonly signature: string;
}

/** One delivery to verify. Times are milliseconds. */
export interface TimestampedHmac {
  readonly header: string | readonly string[] | undefined;
  readonly rawBody: Uint8Array;
  /** The keys that are live, as text (UTF-8); several while one is replaced by the next. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
  /** How old a signature may be. */
  readonly maxAgeMs: number;
  /** How far its clock may run ahead of ours. */
  readonly maxAheadMs: number;
}

/**
 * Reads `t` and `s`; other members are skipped. Absent when the header is missing or repeated, when `t` or `s` is missing,
 * occurs twice or is spelt in another way. Source: Ondato docs, Webhooks.
 */
export function readTimestampedSignature(
  header: string | readonly string[] | undefined,
): TimestampedSignature | undefined {
  if (typeof header !== "string" || header.length > MAX_HEADER_LENGTH) return undefined;
  const members = header.split(",").map(splitMember);
  const timestamp = readOnlyMember(members, "t");
  const signature = readOnlyMember(members, "s");
  if (timestamp === undefined || !UNIX_SECONDS.test(timestamp)) return undefined;
  if (signature === undefined || !SHA256_HEX.test(signature)) return undefined;
  return { timestamp, signature };
}

/** What became of a proof. `stale`: it holds, and its time is outside the window. */
export type ProofVerdict = "valid" | "stale" | "wrong" | "malformed";

/**
 * Whether the header signs exactly these bytes with a live secret: `s = HMAC-SHA256(secret, "<t>.<raw body>")`, in constant
 * time in the signature; and whether its time is within the window (its ends included). Only a signature that holds is
 * called stale: nobody but a holder of the secret can make one.
 */
export function verifyTimestampedHmac(delivery: TimestampedHmac): ProofVerdict {
  const read = readTimestampedSignature(delivery.header);
  if (!read) return "malformed";
  if (!isSigned(delivery, read)) return "wrong";
  const ageMs = delivery.nowMs - Number(read.timestamp) * 1000;
  return ageMs > delivery.maxAgeMs || ageMs < -delivery.maxAheadMs ? "stale" : "valid";
}

function isSigned(delivery: TimestampedHmac, read: TimestampedSignature): boolean {
  return isHmacValid({
    algorithm: "sha256",
    keys: delivery.secrets,
    message: Buffer.concat([Buffer.from(`${read.timestamp}.`), delivery.rawBody]),
    signature: read.signature,
    encoding: "hex",
  });
}

function splitMember(member: string): readonly [name: string, value: string] {
  const equals = member.indexOf("=");
  return equals < 0 ? [trim(member), ""] : [trim(member.slice(0, equals)), trim(member.slice(equals + 1))];
}

/** Optional white space of HTTP (RFC 9110, section 5.6.3): space and tab, nothing else. */
function trim(text: string): string {
  return text.replaceAll(/^[ \t]+|[ \t]+$/g, "");
}

function readOnlyMember(
  members: readonly (readonly [name: string, value: string])[],
  name: string,
): string | undefined {
  const found = members.filter(([key]) => key === name);
  return found.length === 1 ? found[0]?.[1] : undefined;
}
