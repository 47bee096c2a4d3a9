/** A file, or whatever else an archive may claim to hold. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** POSIX: `0` is a file, `2` a symbolic link, `5` a folder. Default `0`. */
  readonly type?: string;
  readonly linkTo?: string;
  /** What the header claims; the bytes may be others. */
  readonly claimedBytes?: number;
}

const blockBytes = 512;

/** A POSIX (ustar) archive; hostile ones too. */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => [writeHeader(entry), pad(entry.bytes)]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)]);
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, "0")}\0`;
}

function writeHeader({ name, bytes, type = "0", linkTo = "", claimedBytes }: TarEntry): Buffer {
  const header = Buffer.alloc(blockBytes);
  header.write(name.slice(0, 100), 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(claimedBytes ?? bytes.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(" ".repeat(8), 148);
  header.write(type, 156);
  header.write(linkTo.slice(0, 100), 157);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
