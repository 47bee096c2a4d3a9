// Node finds no named exports in this CommonJS package.
import ipaddr from "ipaddr.js";

/**
 * What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits, because whoever has one of its addresses
 * has all of them (RFC 6177).
 */
export function sourceOfAddress(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toRFC5952String()}/64`;
}
