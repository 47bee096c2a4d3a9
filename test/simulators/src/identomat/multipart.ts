/** One part of a multipart form, with its exact bytes. */
export interface Part {
  readonly name: string;
  readonly isFile: boolean;
  readonly bytes: Buffer;
}

const endOfHead = "\r\n\r\n";

/** Reads a `multipart/form-data` body; `undefined` when it is not one. */
export function readParts(body: Buffer, contentType: string): Part[] | undefined {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  // Every delimiter begins on a new line; the first one has no line before it.
  const pieces = split(Buffer.concat([Buffer.from("\r\n"), body]), `\r\n--${boundary}`);
  const isClosed = pieces.length >= 2 && pieces.at(-1)?.subarray(0, 2).toString() === "--";
  if (!isClosed) return undefined;
  const parts = pieces.slice(1, -1).map(readPart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function split(body: Buffer, delimiter: string): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  for (;;) {
    const at = body.indexOf(delimiter, from);
    if (at < 0) return [...pieces, body.subarray(from)];
    pieces.push(body.subarray(from, at));
    from = at + delimiter.length;
  }
}

function readPart(piece: Buffer): Part | undefined {
  const end = piece.indexOf(endOfHead);
  if (end < 0) return undefined;
  const head = piece.subarray(0, end).toString();
  const name = /^content-disposition:\s*form-data;.*?\bname="([^"]*)"/im.exec(head)?.[1];
  if (name === undefined) return undefined;
  return { name, isFile: /;\s*filename=/i.test(head), bytes: piece.subarray(end + endOfHead.length) };
}
