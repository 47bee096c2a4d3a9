import { Buffer } from "node:buffer";
import { isHmacValid } from "./hmac.ts";

const UNIX_SECONDS = /^[1-9]\d{0,10}$/;
/** Far above any real header: bounds the work that a forged one can cause. */
const MAX_HEADER_LENGTH = 1024;
const SHA256_HEX = /^[0-9a-f]{64}$/i;
/** A provider signs with the old and the new secret while it replaces one: more is nobody's rotation. */
const MOST_SIGNATURES = 4;

/** A header as it arrived. */
export type SignatureHeader = string | readonly string[] | undefined;

/** The members of a signature header such as `t=<unix seconds>, s=<hex>`. Default: `t` and `s`, one signature. */
export interface SignatureMembers {
  readonly time: string;
  readonly signature: string;
  /** Whether several signatures may stand there, up to four, one for each live secret: any of them proves the delivery. */
  readonly areSeveral?: boolean;
}

/** Signatures with the time that each of them covers. */
export interface TimestampedSignatures {
  /** As written: these digits, not the number, are what was signed. */
  readonly timestamp: string;
  /** HMAC-SHA256, 64 hexadecimal digits of either case; never empty. */
  readonly signatures: readonly string[];
}

/** Which clock a delivery is judged by. Times are milliseconds. */
export interface SignatureWindow {
  readonly nowMs: number;
  /** How old a signature may be. */
  readonly maxAgeMs: number;
  /** How far its clock may run ahead of ours. */
  readonly maxAheadMs: number;
}

/** One delivery to verify. */
export interface TimestampedHmac extends SignatureWindow {
  readonly header: SignatureHeader;
  readonly members?: SignatureMembers;
  readonly rawBody: Uint8Array;
  /** The keys that are live, as text (UTF-8); several while one is replaced by the next. */
  readonly secrets: readonly string[];
}

/** One delivery whose signature and time stand in headers of their own. */
export interface SeparatelyTimestampedHmac extends SignatureWindow {
  /** The header with the time, unix seconds. */
  readonly timeHeader: SignatureHeader;
  /** The header with the signature: the bare digest, or several with blanks or commas between them where `areSeveral`. */
  readonly signatureHeader: SignatureHeader;
  readonly areSeveral?: boolean;
  readonly rawBody: Uint8Array;
  readonly secrets: readonly string[];
  /** What stands between time and body in what is signed. Default: `.`; empty where they follow each other. */
  readonly separator?: string;
}

const defaultMembers: SignatureMembers = { time: "t", signature: "s" };

/**
 * Reads time and signatures; other members are skipped. Absent when the header is missing or repeated, when either is
 * missing, is spelt in another way, or occurs more often than it may: the time once, or each time the same. Members
 * stand between commas, and also between blanks where signatures may be several. Sources: Ondato docs, Webhooks (`t`, `s`); Persona
 * docs, Webhooks (`t`, `v1`, twice while a secret is replaced).
 */
export function readTimestampedSignatures(
  header: SignatureHeader,
  members: SignatureMembers = defaultMembers,
): TimestampedSignatures | undefined {
  if (typeof header !== "string" || header.length > MAX_HEADER_LENGTH) return undefined;
  const separator = members.areSeveral === true ? /[ \t,]+/ : ",";
  const parts = header.split(separator).map(splitMember);
  const times = parts.filter(([name]) => name === members.time).map(([, value]) => value);
  const signatures = parts.filter(([name]) => name === members.signature).map(([, value]) => value);
  const [timestamp] = times;
  const areAlike =
    members.areSeveral === true ? times.every((time) => time === timestamp) : times.length === 1;
  if (timestamp === undefined || !areAlike || !UNIX_SECONDS.test(timestamp)) return undefined;
  return areSignatures(signatures, members.areSeveral) ? { timestamp, signatures } : undefined;
}

function areSignatures(signatures: readonly string[], areSeveral = false): boolean {
  const most = areSeveral ? MOST_SIGNATURES : 1;
  const isCounted = signatures.length > 0 && signatures.length <= most;
  return isCounted && signatures.every((signature) => SHA256_HEX.test(signature));
}

/** What became of a proof. `stale`: it holds, and its time is outside the window. */
export type ProofVerdict = "valid" | "stale" | "wrong" | "malformed";

/**
 * Whether the header signs exactly these bytes with a live secret: `s = HMAC-SHA256(secret, "<t>.<raw body>")`, in constant
 * time in the signature; and whether its time is within the window (its ends included). Only a signature that holds is
 * called stale: nobody but a holder of the secret can make one.
 */
export function verifyTimestampedHmac(delivery: TimestampedHmac): ProofVerdict {
  const read = readTimestampedSignatures(delivery.header, delivery.members);
  return read === undefined ? "malformed" : judge(read, { ...delivery, separator: "." });
}

/** The same for a provider that sends time and signature in headers of their own. */
export function verifySeparatelyTimestampedHmac(delivery: SeparatelyTimestampedHmac): ProofVerdict {
  const { timeHeader, signatureHeader, areSeveral = false, separator = "." } = delivery;
  if (typeof timeHeader !== "string" || typeof signatureHeader !== "string") return "malformed";
  if (signatureHeader.length > MAX_HEADER_LENGTH) return "malformed";
  const timestamp = trim(timeHeader);
  const written = trim(signatureHeader);
  const signatures = areSeveral ? written.split(/[ \t,]+/) : [written];
  if (!UNIX_SECONDS.test(timestamp) || !areSignatures(signatures, areSeveral)) return "malformed";
  return judge({ timestamp, signatures }, { ...delivery, separator });
}

type Judged = SignatureWindow & Pick<TimestampedHmac, "rawBody" | "secrets"> & { readonly separator: string };

function judge({ timestamp, signatures }: TimestampedSignatures, delivery: Judged): ProofVerdict {
  const message = Buffer.concat([Buffer.from(`${timestamp}${delivery.separator}`), delivery.rawBody]);
  const keys = delivery.secrets;
  // Every one is looked at, so that the time taken does not tell which one holds.
  const valid = signatures.filter((signature) =>
    isHmacValid({ algorithm: "sha256", keys, message, signature, encoding: "hex" }),
  );
  if (valid.length === 0) return "wrong";
  const ageMs = delivery.nowMs - Number(timestamp) * 1000;
  return ageMs > delivery.maxAgeMs || ageMs < -delivery.maxAheadMs ? "stale" : "valid";
}

function splitMember(member: string): readonly [name: string, value: string] {
  const equals = member.indexOf("=");
  return equals < 0 ? [trim(member), ""] : [trim(member.slice(0, equals)), trim(member.slice(equals + 1))];
}

/** Optional white space of HTTP (RFC 9110, section 5.6.3): space and tab, nothing else. */
function trim(text: string): string {
  return text.replaceAll(/^[ \t]+|[ \t]+$/g, "");
}
