/** Writes a UUID as its 16 bytes, without a text in between: several for each row that is written. */
export function writeUuid(to: Uint8Array, id: string, at: number): void {
  let from = 0;
  for (let index = at; index < at + 16; index += 1) {
    if (id.charCodeAt(from) === dash) from += 1;
    to[index] = (readDigit(id, from) << 4) | readDigit(id, from + 1);
    from += 2;
  }
}

const [dash, zero, nine, smallA] = [0x2d, 0x30, 0x39, 0x61];

/** Of a hexadecimal number, in either case. */
function readDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code <= nine ? code - zero : (code | 0x20) - smallA + 10;
}
