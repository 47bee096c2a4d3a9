import { writeUuid } from "./write-uuid.ts";

/**
 * Arrays as statement parameters in PostgreSQL's binary form: the driver sends a `Buffer` as it is, and neither side has
 * to quote, escape or parse. As text a `bytea[]` costs both sides more than the rest of its statement.
 */

const oids = { bool: 16, bytea: 17, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 } as const;
/** Dimensions, whether there are nulls, the elements' type, their number, the first index. */
const headBytes = 20;
const nullLength = -1;

interface Writer<Element> {
  readonly oid: number;
  readonly measure: (element: Element) => number;
  readonly write: (to: Buffer, element: Element, at: number) => void;
}

function writeArray<Element>(
  { oid, measure, write }: Writer<Element>,
  elements: readonly (Element | null)[],
): Buffer {
  let size = headBytes;
  for (const element of elements) size += 4 + (element === null ? 0 : measure(element));
  const to = Buffer.allocUnsafe(size);
  let at = writeHead(to, oid, elements.length);
  for (const element of elements) {
    const length = element === null ? nullLength : measure(element);
    at = to.writeInt32BE(length, at);
    if (element === null) continue;
    write(to, element, at);
    at += length;
  }
  return to;
}

function writeHead(to: Buffer, oid: number, count: number): number {
  let at = to.writeInt32BE(1, 0);
  at = to.writeInt32BE(1, at);
  at = to.writeInt32BE(oid, at);
  at = to.writeInt32BE(count, at);
  return to.writeInt32BE(1, at);
}

const uuidWriter: Writer<string> = {
  oid: oids.uuid,
  measure: () => 16,
  write: writeUuid,
};
const textWriter: Writer<string> = {
  oid: oids.text,
  measure: (text) => Buffer.byteLength(text),
  write: (to, text, at) => void to.write(text, at, "utf8"),
};
const byteaWriter: Writer<Uint8Array> = {
  oid: oids.bytea,
  measure: ({ length }) => length,
  write: (to, bytes, at) => to.set(bytes, at),
};
const intWriter: Writer<number> = {
  oid: oids.int4,
  measure: () => 4,
  write: (to, value, at) => void to.writeInt32BE(value, at),
};
const boolWriter: Writer<boolean> = {
  oid: oids.bool,
  measure: () => 1,
  write: (to, value, at) => void to.writeUInt8(value ? 1 : 0, at),
};

/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMs = 946_684_800_000;
const timeWriter: Writer<Date> = {
  oid: oids.timestamptz,
  measure: () => 8,
  write: (to, date, at) => void to.writeBigInt64BE(BigInt(date.getTime() - epochMs) * 1000n, at),
};

/** A `uuid[]`. The ids have to be UUIDs. */
export const uuidArray = (ids: readonly (string | null)[]): Buffer => writeArray(uuidWriter, ids);
export const textArray = (texts: readonly (string | null)[]): Buffer => writeArray(textWriter, texts);
export const byteaArray = (items: readonly (Uint8Array | null)[]): Buffer => writeArray(byteaWriter, items);
export const intArray = (values: readonly (number | null)[]): Buffer => writeArray(intWriter, values);
export const boolArray = (values: readonly (boolean | null)[]): Buffer => writeArray(boolWriter, values);
export const timeArray = (dates: readonly (Date | null)[]): Buffer => writeArray(timeWriter, dates);
