import { Buffer } from "node:buffer";
import type { Delivery, WebhookScheme } from "@kyc-gateway/adapter-spec/v1";
import type { Secret } from "../../schema/walk-schema.ts";
import type { SampleDelivery } from "../../subject/samples.ts";

/** A hostile delivery: what is wrong with it, and what arrives. */
export interface Vector {
  readonly name: string;
  readonly delivery: Delivery;
  /** The clock of the receiver, where it matters. */
  readonly nowMs?: number;
}

/** What a forger has to work with: an authentic delivery, and for wrong proofs the secrets that made it. */
export interface Original {
  readonly sample: SampleDelivery;
  readonly delivery: Delivery;
  readonly secrets: readonly Secret[];
}

/** A way to spoil deliveries. It yields nothing where it does not apply. */
export interface Mutator {
  readonly name: string;
  /** The schemes whose proof it attacks. */
  readonly schemes: readonly WebhookScheme[];
  mutate(original: Original): Iterable<Vector>;
}

/** Headers that say what a delivery is and prove nothing. */
const descriptive = new Set([
  "content-type",
  "content-length",
  "user-agent",
  "host",
  "accept",
  "accept-encoding",
  "connection",
  "date",
]);

/** The headers that carry the proof. */
export function listProofHeaders({ delivery }: Original): readonly string[] {
  return Object.keys(delivery.headers).filter((name) => !descriptive.has(name));
}

export function readHeader({ delivery }: Original, name: string): string {
  const value = delivery.headers[name];
  return typeof value === "string" ? value : "";
}

export function withHeader(
  { delivery }: Original,
  name: string,
  value: string | readonly string[] | undefined,
): Delivery {
  const { [name]: _removed, ...others } = delivery.headers;
  return { ...delivery, headers: value === undefined ? others : { ...others, [name]: value } };
}

export function withBody({ delivery }: Original, body: string | Uint8Array): Delivery {
  return { ...delivery, rawBody: typeof body === "string" ? Buffer.from(body, "utf8") : body };
}

/** A text with its character at a place replaced by another. */
export function changeAt(text: string, index: number): string {
  const character = text.charAt(index);
  const other = character === "1" ? "2" : "1";
  return `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
}

export function swapCase(text: string): string {
  const swapped = Array.from(text).map((character) =>
    character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase(),
  );
  return swapped.join("");
}

/** Texts that resemble a secret and are another. */
export function* forgeTexts(secret: string): Generator<readonly [name: string, forged: string]> {
  yield ["empty", ""];
  yield ["its first half", secret.slice(0, Math.ceil(secret.length / 2))];
  yield ["its second half", secret.slice(Math.ceil(secret.length / 2))];
  yield ["its first character", secret.slice(0, 1)];
  yield ["without its last character", secret.slice(0, -1)];
  yield ["without its first character", secret.slice(1)];
  yield ["with one character more", `${secret}x`];
  yield ["with one character before", `x${secret}`];
  yield ["with a space after", `${secret} `];
  yield ["with a space before", ` ${secret}`];
  yield ["with a line feed after", `${secret}\n`];
  yield ["with a carriage return after", `${secret}\r\n`];
  yield ["with a tab after", `${secret}\t`];
  yield ["with a NUL after", `${secret}\u0000`];
  yield ["with a NUL and more", `${secret}\u0000admin`];
  yield ["with a byte order mark", `\uFEFF${secret}`];
  yield ["with a zero width space", `${secret}\u200B`];
  yield ["first character changed", changeAt(secret, 0)];
  yield ["middle character changed", changeAt(secret, Math.floor(secret.length / 2))];
  yield ["last character changed", changeAt(secret, secret.length - 1)];
  yield ["in upper case", secret.toUpperCase()];
  yield ["in lower case", secret.toLowerCase()];
  yield ["with its case swapped", swapCase(secret)];
  yield ["reversed", Array.from(secret).toReversed().join("")];
  yield ["doubled", secret + secret];
  yield ["twice with a comma", `${secret},${secret}`];
  yield ["in base64", Buffer.from(secret).toString("base64")];
  yield ["in hex", Buffer.from(secret).toString("hex")];
  yield [
    "percent-encoded",
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  ];
  yield ["in quotes", `"${secret}"`];
  yield ["with a homoglyph", secret.replace(/[aeocpx]/i, "\u0430")];
  yield [
    "in full width",
    secret.replace(/[!-~]/, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0)),
  ];
  yield ["of the same length", "0".repeat(secret.length)];
  yield ["very long", secret.repeat(2_000)];
  yield ["a wildcard", "*"];
  yield ["a pattern", ".*"];
  yield ["an injection", "' OR '1'='1"];
  yield ["the word undefined", "undefined"];
  yield ["the word null", "null"];
  yield ["the word true", "true"];
}
