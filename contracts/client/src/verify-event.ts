import { KycSignatureError } from "./errors.ts";
import { importKeys, type VerifyingKey } from "./verifying-key.ts";
import type { Event, TestEvent } from "./types.ts";

/** A POST as it came. */
export interface PostedEvent {
  /** `whsec_…` or `whpk_…`, as they were shown when the endpoint was made; several while they are being replaced. */
  readonly key: string | readonly string[];
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes that came, before anything parsed them. */
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** How much the two clocks may differ, with the time on the way. Default: 300 s. */
  readonly toleranceSeconds?: number;
  /** Default: now. */
  readonly at?: Date;
}

const defaultToleranceSeconds = 300;

/**
 * The event, when the gateway signed it with one of the keys lately (Standard Webhooks); throws `KycSignatureError` otherwise.
 * The same event may come again: remember its `id`.
 */
export async function verifyEvent(posted: PostedEvent): Promise<Event | TestEvent> {
  const id = readHeader(posted, "webhook-id");
  const timestamp = readHeader(posted, "webhook-timestamp");
  const signatures = readHeader(posted, "webhook-signature").split(" ");
  checkTime(timestamp, posted);
  const body = typeof posted.body === "string" ? new TextEncoder().encode(posted.body) : posted.body;
  const signed = joinBytes(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const keys = await importKeys([posted.key].flat());
  if (!(await isSignedByOne(keys, signatures, signed)))
    throw new KycSignatureError("signature_mismatch", "The event is not signed with this key.");
  return parseEvent(body, id);
}

function readHeader({ headers }: PostedEvent, name: string): string {
  const values = headers instanceof Headers ? [headers.get(name)] : findHeader(headers, name);
  const [value] = values;
  if (values.length === 1 && typeof value === "string" && value !== "") return value;
  const message = `The header ${name} has to be there once. Does a proxy, or your framework, take it out?`;
  throw new KycSignatureError("header_missing", message);
}

function findHeader(headers: Exclude<PostedEvent["headers"], Headers>, name: string): unknown[] {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}

function checkTime(timestamp: string, { at = new Date(), toleranceSeconds }: PostedEvent): void {
  const tolerance = toleranceSeconds ?? defaultToleranceSeconds;
  const ageSeconds = at.getTime() / 1000 - Number(timestamp);
  if (/^\d{1,12}$/.test(timestamp) && Math.abs(ageSeconds) <= tolerance) return;
  const told = Number.isNaN(ageSeconds) ? "at no readable time" : describeAge(ageSeconds);
  const message = `The event was signed ${told}; at most ${tolerance} s are allowed. If it is not an old one, set this machine's clock.`;
  throw new KycSignatureError("clock_differs", message);
}

function describeAge(ageSeconds: number): string {
  const seconds = Math.round(Math.abs(ageSeconds));
  return ageSeconds > 0 ? `${seconds} s ago` : `${seconds} s in the future`;
}

async function isSignedByOne(
  keys: readonly VerifyingKey[],
  signatures: readonly string[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const checks = keys.flatMap(({ version, verify }) =>
    signatures
      .filter((signature) => signature.startsWith(`${version},`))
      .map((signature) => verify(signature.slice(version.length + 1), signed)),
  );
  return (await Promise.all(checks)).includes(true);
}

function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

function parseEvent(body: Uint8Array, id: string): Event | TestEvent {
  try {
    const event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as Event;
    if (event.id === id) return event;
  } catch {
    // Told below.
  }
  throw new KycSignatureError(
    "body_unreadable",
    "The body is signed and is no event with the id of its header.",
  );
}
