import { createHash } from "node:crypto";
import { computeHmac, type HmacAlgorithm, type HmacKey } from "./hmac.ts";

/** A text field of a form. */
export interface MultipartField {
  readonly name: string;
  readonly value: string;
}

/** A file of a form. */
export interface MultipartFile {
  readonly name: string;
  readonly fileName: string;
  /** A media type such as `image/jpeg`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A form, as a request's body. */
export interface Multipart {
  /** For the header `content-type`. */
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The parts of a form: fields first, then files, each in the order given. */
export interface MultipartParts {
  readonly fields?: readonly MultipartField[];
  readonly files?: readonly MultipartFile[];
}

const mediaTypeForm = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/**
 * Writes a form as `multipart/form-data` (RFC 7578). Names are escaped as browsers do it. The same parts give the same bytes, so
 * that a repeated request is equal to the first. Throws a `TypeError` for what is no media type.
 */
export function buildMultipart({ fields = [], files = [] }: MultipartParts): Multipart {
  const parts = [
    ...fields.map(({ name, value }) => ({ head: writeHead(name), bytes: Buffer.from(value, "utf8") })),
    ...files.map((file) => ({ head: writeFileHead(file), bytes: file.bytes })),
  ];
  const boundary = chooseBoundary(parts.map(({ bytes }) => bytes));
  const chunks = parts.flatMap(({ head, bytes }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`, "utf8"),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/**
 * Signs a form part by part: the bytes of each part's value are signed with the digest of the part before as key, the first
 * with `key`; fields first, then files. Gives the last digest; of a form without parts the key alone. Source: Identomat API
 * reference, HMAC Authorization.
 */
export function signMultipart(
  algorithm: HmacAlgorithm,
  key: HmacKey,
  { fields = [], files = [] }: MultipartParts,
): Buffer {
  const values = [
    ...fields.map(({ value }) => Buffer.from(value, "utf8")),
    ...files.map(({ bytes }) => bytes),
  ];
  const first = typeof key === "string" ? Buffer.from(key, "utf8") : Buffer.from(key);
  return values.reduce<Buffer>((before, bytes) => computeHmac(algorithm, before, bytes), first);
}

function writeHead(name: string): string {
  return `content-disposition: form-data; name="${escapeName(name)}"`;
}

function writeFileHead({ name, fileName, mediaType }: MultipartFile): string {
  if (!mediaTypeForm.test(mediaType)) throw new TypeError("The file's mediaType is no media type.");
  return `${writeHead(name)}; filename="${escapeName(fileName)}"\r\ncontent-type: ${mediaType}`;
}

/** WHATWG HTML, multipart/form-data encoding: nothing ends the quoted text, or the line, early. */
function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

/** Made of the contents, and in none of them. */
function chooseBoundary(contents: readonly Uint8Array[]): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash("sha256").update(String(round));
    for (const bytes of contents) hash.update(`${bytes.byteLength}:`).update(bytes);
    const boundary = `part-${hash.digest("hex").slice(0, 40)}`;
    if (
      !contents.some((bytes) =>
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(boundary),
      )
    )
      return boundary;
  }
}
