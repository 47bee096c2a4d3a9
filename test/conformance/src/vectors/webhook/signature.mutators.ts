import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { conformanceNowMs } from "../../subject/samples.ts";
import { changeAt, listProofHeaders, readHeader, swapCase, withBody, withHeader } from "./vector.ts";
import type { Mutator, Original, Vector } from "./vector.ts";

const signed = ["hmac", "hmac_timestamped"] as const;
const digestForm = /[0-9a-fA-F]{40,}|[A-Za-z0-9+/_-]{26,}={0,2}/;
const timeForm = /(?<!\d)\d{10}(?:\d{3})?(?!\d)/;

function findDigest(header: string): string | undefined {
  return digestForm.exec(header)?.[0];
}

function decodeDigest(digest: string): Buffer {
  return Buffer.from(digest, /^[0-9a-fA-F]+$/.test(digest) ? "hex" : "base64");
}

/** The digest, and the header it stands in. */
function findSignature(
  original: Original,
): { readonly name: string; readonly header: string; readonly digest: string } | undefined {
  for (const name of listProofHeaders(original)) {
    const header = readHeader(original, name);
    const digest = findDigest(header);
    if (digest !== undefined) return { name, header, digest };
  }
  return undefined;
}

function* listDigests(digest: string): Generator<readonly [string, string]> {
  const bytes = decodeDigest(digest);
  yield ["is empty", ""];
  yield ["lacks its last digit", digest.slice(0, -1)];
  yield ["lacks its first digit", digest.slice(1)];
  yield ["is its first half", digest.slice(0, digest.length / 2)];
  yield ["has two digits more", `${digest}00`];
  yield ["has two digits before", `00${digest}`];
  yield ["has its first digit changed", changeAt(digest, 0)];
  yield ["has its middle digit changed", changeAt(digest, Math.floor(digest.length / 2))];
  yield ["has its last digit changed", changeAt(digest, digest.length - 1)];
  yield ["is zeros", "0".repeat(digest.length)];
  yield ["is reversed", Array.from(digest).toReversed().join("")];
  yield ["is doubled", digest + digest];
  // Hex of either case is the same digest.
  if (!/^[0-9a-fA-F]+$/.test(digest)) yield ["has its case swapped", swapCase(digest)];
  yield ["is hex", bytes.toString("hex")];
  yield ["is base64", bytes.toString("base64")];
  yield ["is URL-safe base64", bytes.toString("base64url")];
  yield ["is base64 of itself", Buffer.from(digest).toString("base64")];
  yield ["is hex of itself", Buffer.from(digest).toString("hex")];
  yield ["is in quotes", `"${digest}"`];
  yield ["has a space inside", `${digest.slice(0, 8)} ${digest.slice(8)}`];
  yield ["has a NUL after it", `${digest}\u0000`];
  yield ["has a line feed after it", `${digest}\n`];
  yield ["has a byte order mark", `\uFEFF${digest}`];
  yield ["has a zero width space", `${digest.slice(0, 8)}\u200B${digest.slice(8)}`];
  yield ["has 0x before it", `0x${digest}`];
  yield ["names its algorithm", `sha256=${digest}`];
}

interface Forging {
  /** What may have been signed, and its name. */
  readonly messages: readonly (readonly [string, Uint8Array])[];
  readonly encoding: "hex" | "base64";
  readonly digest: string;
}

function prepareForging(original: Original, digest: string): Forging {
  const { rawBody } = original.delivery;
  const times = listProofHeaders(original).map((name) => timeForm.exec(readHeader(original, name))?.[0]);
  const time = times.find((found) => found !== undefined);
  const timed =
    time === undefined ? [] : [["time and body", Buffer.concat([Buffer.from(`${time}.`), rawBody])] as const];
  const encoding = /^[0-9a-f]+$/.test(digest) ? "hex" : "base64";
  return { messages: [["the body", rawBody], ...timed], encoding, digest };
}

/** Signatures that somebody without the secret, or with an issue of his, could make. */
function* listOtherSignatures(original: Original, forging: Forging): Generator<readonly [string, string]> {
  const { messages, encoding } = forging;
  const sign = (key: string, message: Uint8Array, algorithm = "sha256") =>
    createHmac(algorithm, key).update(message).digest(encoding);
  for (const [what, message] of messages) {
    yield [`is a plain hash of ${what}`, createHash("sha256").update(message).digest(encoding)];
    for (const key of ["", "undefined", "null", "secret"])
      yield [`is made of ${what} with the key "${key}"`, sign(key, message)];
    for (const { value, pointer } of original.secrets) {
      for (const algorithm of ["md5", "sha1", "sha384", "sha512"]) {
        yield [`is made of ${what} by ${algorithm} with ${pointer}`, sign(value, message, algorithm)];
      }
      yield [
        `is made of ${what} with ${pointer} reversed`,
        sign(Array.from(value).toReversed().join(""), message),
      ];
      yield [
        `hashes ${pointer} before ${what}`,
        createHash("sha256").update(value).update(message).digest(encoding),
      ];
    }
    for (const { value, pointer } of listForeignSecrets(original, forging))
      yield [`is made of ${what} with ${pointer}`, sign(value, message)];
  }
  for (const { value, pointer } of original.secrets)
    yield [`is made of nothing with ${pointer}`, sign(value, new Uint8Array())];
}

/** Secrets of the settings that are no signing keys: none of their list made the signature. */
function listForeignSecrets(
  { secrets }: Original,
  { messages, encoding, digest }: Forging,
): Original["secrets"] {
  const isSigner = (value: string) =>
    messages.some(([, message]) => createHmac("sha256", value).update(message).digest(encoding) === digest);
  const signingPlaces = new Set(secrets.filter(({ value }) => isSigner(value)).map(({ place }) => place));
  return secrets.filter(({ place }) => signingPlaces.size > 0 && !signingPlaces.has(place));
}

function* listBodies(rawBody: Uint8Array): Generator<readonly [string, string | Uint8Array]> {
  const text = Buffer.from(rawBody).toString("utf8");
  yield ["has its first byte changed", flip(rawBody, 0)];
  yield ["has a byte changed in its middle", flip(rawBody, Math.floor(rawBody.byteLength / 2))];
  yield ["has its last byte changed", flip(rawBody, rawBody.byteLength - 1)];
  yield ["has a space after it", `${text} `];
  yield ["has a line feed after it", `${text}\n`];
  yield ["has a NUL after it", `${text}\u0000`];
  yield ["has a space before it", ` ${text}`];
  yield ["has a byte order mark", `\uFEFF${text}`];
  yield ["lacks its last byte", rawBody.subarray(0, -1)];
  yield ["is its first half", rawBody.subarray(0, rawBody.byteLength / 2)];
  yield ["is empty", ""];
  yield ["is there twice", text + text];
  yield ["is UTF-16", Buffer.from(text, "utf16le")];
  yield ["is compressed", gzipSync(text)];
  yield ["is in upper case", text.toUpperCase()];
  yield ["is printed with line feeds", print(text, 2)];
  yield ["has its members in another order", reorder(text)];
  yield ["has a member more", text.replace(/\}\s*$/, ',"tampered":true}')];
  yield ["has a member twice", text.replace(/\}\s*$/, ',"status":"APPROVED"}')];
  yield [
    "has a letter escaped",
    text.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  ];
  yield ["has other digits", text.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10))];
}

function flip(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 0x01;
  return copy;
}

function print(text: string, indent: number): string {
  return JSON.stringify(JSON.parse(text), undefined, indent);
}

function reorder(text: string): string {
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed()));
}

function* listTimes(time: string): Generator<readonly [string, string]> {
  yield ["is empty", ""];
  yield ["is a second later", String(Number(time) + 1)];
  yield ["is a second earlier", String(Number(time) - 1)];
  yield ["is an hour later", String(Number(time) + 3_600)];
  yield ["has a zero before it", `0${time}`];
  yield ["has a plus before it", `+${time}`];
  yield ["has a minus before it", `-${time}`];
  yield ["is a fraction", `${time}.0`];
  yield ["is in hex", `0x${Number(time).toString(16)}`];
  yield ["has an exponent", `${time}e0`];
  yield [
    "is in other digits",
    Array.from(time)
      .map((digit) => String.fromCodePoint(0x0660 + Number(digit)))
      .join(""),
  ];
  yield ["is not a number", "NaN"];
  yield ["is without end", "Infinity"];
  yield ["is a date", new Date(Number(time.slice(0, 10)) * 1000).toISOString()];
}

function* shiftClock({ sample, delivery }: Original): Generator<Vector> {
  const { maxAgeMs, maxAheadMs } = sample.window ?? { maxAgeMs: 0, maxAheadMs: 0 };
  const year = 31_536_000_000;
  for (const [name, shiftMs] of [
    ["two seconds after its window", maxAgeMs + 2_000],
    ["an hour after its window", maxAgeMs + 3_600_000],
    ["a year after its window", maxAgeMs + year],
    ["two seconds before its window", -maxAheadMs - 2_000],
    ["an hour before its window", -maxAheadMs - 3_600_000],
  ] as const) {
    yield { name: `arrives ${name}`, delivery, nowMs: conformanceNowMs + shiftMs };
  }
}

function* carry(original: Original): Generator<Vector> {
  for (const name of listProofHeaders(original)) {
    const value = readHeader(original, name);
    yield { name: `${name} is missing`, delivery: withHeader(original, name, undefined) };
    yield { name: `${name} is empty`, delivery: withHeader(original, name, "") };
    yield { name: `${name} is there twice`, delivery: withHeader(original, name, [value, value]) };
    yield {
      name: `${name} is there twice, the second one wrong`,
      delivery: withHeader(original, name, [value, "0"]),
    };
    yield {
      name: `${name} is there twice, the first one wrong`,
      delivery: withHeader(original, name, ["0", value]),
    };
    yield { name: `${name} holds it twice`, delivery: withHeader(original, name, `${value},${value}`) };
    yield { name: `${name} is very long`, delivery: withHeader(original, name, value.repeat(500)) };
    const bare = { ...original, delivery: withHeader(original, name, undefined) };
    yield { name: `${name} has another name`, delivery: withHeader(bare, `x-${name}`, value) };
    yield { name: `${name} stands in authorization`, delivery: withHeader(bare, "authorization", value) };
  }
}

function* replaceDigest(
  original: Original,
  list: (digest: string) => Iterable<readonly [string, string]>,
): Generator<Vector> {
  const found = findSignature(original);
  if (found === undefined) return;
  for (const [name, digest] of list(found.digest)) {
    const header = found.header.replace(found.digest, () => digest);
    yield { name: `the digest ${name}`, delivery: withHeader(original, found.name, header) };
  }
}

function* replaceTime(original: Original): Generator<Vector> {
  for (const name of listProofHeaders(original)) {
    const header = readHeader(original, name);
    const time = timeForm.exec(header)?.[0];
    if (time === undefined) continue;
    for (const [how, other] of listTimes(time)) {
      yield {
        name: `the time ${how}`,
        delivery: withHeader(
          original,
          name,
          header.replace(time, () => other),
        ),
      };
    }
  }
}

/** Spoils a signature over the body. */
export const signatureMutators: readonly Mutator[] = [
  {
    name: "another body",
    schemes: signed,
    *mutate(original) {
      for (const [name, body] of listBodies(original.delivery.rawBody)) {
        yield { name: `the body ${name}`, delivery: withBody(original, body) };
      }
    },
  },
  {
    name: "another spelling of the signature",
    schemes: signed,
    mutate: (original) => replaceDigest(original, listDigests),
  },
  {
    name: "a signature by another key or algorithm",
    schemes: signed,
    mutate: (original) =>
      replaceDigest(original, (digest) => listOtherSignatures(original, prepareForging(original, digest))),
  },
  { name: "the signature in another place", schemes: signed, mutate: carry },
  {
    name: "another time",
    schemes: ["hmac_timestamped"],
    *mutate(original) {
      yield* shiftClock(original);
      yield* replaceTime(original);
    },
  },
];
