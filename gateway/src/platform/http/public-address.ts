import { isIP } from "node:net";
// Node finds no named exports in this CommonJS package.
import ipaddr, { type IPv4, type IPv6 } from "ipaddr.js";

/** The only IPv6 addresses that are given out for the public network. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");
/** RFC 6052: a NAT64 gateway sends what is addressed to it to the IPv4 address in the last 32 bits. */
const wellKnownNat64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Whether events may go to an address: to a public one, never to a private, shared, loopback, link-local (cloud metadata
 * among them), reserved or multicast one (IANA special-purpose registries). Anything that is no plain IP address is
 * refused. So are IPv6 forms that carry an IPv4 address inside, except for the well-known NAT64 prefix, which is the only
 * way out of an IPv6-only cluster and is judged by the IPv4 address. The local-use NAT64 prefix (64:ff9b:1::/48, RFC 8215)
 * stays refused: where the IPv4 address stands in it is each network's own choice, so nobody can judge it from outside.
 */
export function isPublicAddress(text: string): boolean {
  const family = isIP(text);
  if (family === 4) return isPublicIpv4(ipaddr.IPv4.parse(text));
  return family === 6 && !text.includes("%") && isPublicIpv6(ipaddr.IPv6.parse(text));
}

function isPublicIpv4(address: IPv4): boolean {
  return address.range() === "unicast";
}

function isPublicIpv6(address: IPv6): boolean {
  if (address.match(wellKnownNat64)) return isPublicIpv4(new ipaddr.IPv4(address.toByteArray().slice(-4)));
  return address.match(globalUnicast) && address.range() === "unicast";
}
