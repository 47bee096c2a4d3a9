import { BlockList, isIP, isIPv4 } from "node:net";

const MAPPED_IPV4 = /^::ffff:(?<address>\d+\.\d+\.\d+\.\d+)$/i;

/** Whether the text is an IP address or a range in CIDR notation, without zone or host bits check. */
export function isAddressRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/**
 * A predicate over remote addresses: true for one in any of the ranges (addresses or CIDR). An IPv4 address written as
 * IPv6 (`::ffff:192.0.2.1`) counts as IPv4. Throws a `TypeError` for a range that `isAddressRange` refuses.
 */
export function createSourceAddressFilter(ranges: readonly string[]): (remoteAddress: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const parsed = parseRange(range);
    if (!parsed) throw new TypeError("A source address is neither an IP address nor a CIDR range.");
    list.addSubnet(parsed.address, parsed.prefix, parsed.family);
  }
  return (remoteAddress) => {
    const address = unmapIpv4(remoteAddress);
    const family = readFamily(address);
    return family !== undefined && list.check(address, family);
  };
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function parseRange(text: string): Range | undefined {
  const [written = "", prefixText, ...rest] = text.split("/");
  const address = unmapIpv4(written);
  const family = readFamily(address);
  if (!family || rest.length > 0) return undefined;
  const widest = family === "ipv4" ? 32 : 128;
  if (prefixText === undefined) return { address, prefix: widest, family };
  if (address !== written || !/^\d{1,3}$/.test(prefixText) || Number(prefixText) > widest) return undefined;
  return { address, prefix: Number(prefixText), family };
}

function unmapIpv4(address: string): string {
  return MAPPED_IPV4.exec(address)?.groups?.["address"] ?? address;
}

function readFamily(address: string): "ipv4" | "ipv6" | undefined {
  // A zone (`fe80::1%eth0`) names an interface of one machine: it says nothing about who sent.
  if (isIP(address) === 0 || address.includes("%")) return undefined;
  return isIPv4(address) ? "ipv4" : "ipv6";
}
