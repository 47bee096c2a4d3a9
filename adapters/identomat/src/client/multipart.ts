import { randomUUID } from "node:crypto";
import type { Picture } from "@kyc-gateway/adapter-spec/v1";
import type { Part } from "./signature.ts";

/** A form with files, ready to be sent: its body, its content type, and what the signature covers. */
export interface MultipartBody {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly parts: readonly Part[];
}

const lineEnd = "\r\n";

/** Texts stand before files: the order in which they are signed. Names are the adapter's own constants. */
export function buildMultipart(
  texts: Readonly<Record<string, string>>,
  files: Readonly<Record<string, Picture>>,
): MultipartBody {
  const boundary = `kyc-${randomUUID()}`;
  const sections = [
    ...Object.entries(texts).map(([name, text]) => ({
      head: `name="${name}"`,
      part: { kind: "text", bytes: Buffer.from(text, "utf8") } as const,
    })),
    ...Object.entries(files).map(([name, { bytes, mediaType }]) => ({
      head: `name="${name}"; filename="${name}.${mediaType.slice("image/".length)}"${lineEnd}Content-Type: ${mediaType}`,
      part: { kind: "file", bytes } as const,
    })),
  ];
  const chunks = sections.flatMap(({ head, part }) => [
    Buffer.from(`--${boundary}${lineEnd}Content-Disposition: form-data; ${head}${lineEnd}${lineEnd}`),
    part.bytes,
    Buffer.from(lineEnd),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--${lineEnd}`)]),
    parts: sections.map(({ part }) => part),
  };
}
