const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits, because whoever has one of its addresses
 * has all of them (RFC 6177).
 */
export function sourceOfAddress(address: string): string {
  if (!address.includes(":")) return address;
  const ipv4 = mapped.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = splitGroups(head);
  const after = splitGroups(tail ?? "");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/** An IPv4 address at the end takes the place of two groups; which two it is does not matter here. */
function splitGroups(text: string): string[] {
  return text === "" ? [] : text.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
}
