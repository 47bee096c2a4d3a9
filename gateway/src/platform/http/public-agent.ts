import { lookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { limitInterimAnswers, outgoingConnect, outgoingSockets } from "./outgoing-sockets.ts";

/** Thrown instead of connecting to an address that events must not go to. */
export class AddressRefusedError extends Error {
  readonly code = "address_refused";

  constructor() {
    super("The endpoint's name leads to an address that is not public.");
    this.name = "AddressRefusedError";
  }
}

/** Finds every address of a host. */
export type ResolveHost = (
  host: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface PublicAgentOptions {
  /** `host:port` of the deployment's own that may be reached wherever they lead. */
  readonly allowedHosts: ReadonlySet<string>;
  readonly resolve?: ResolveHost;
}

const connectTimeoutMs = 5000;

/**
 * Sockets to endpoints. Addresses are looked at when the socket is opened, and the socket is opened to what was looked
 * at: a name that changes its mind in between gains nothing.
 */
export function createPublicAgent({ allowedHosts, resolve = resolveHost }: PublicAgentOptions): Dispatcher {
  const connectAnywhere = buildConnector({ ...outgoingConnect, timeout: connectTimeoutMs });
  const connectToPublic = buildConnector({
    ...outgoingConnect,
    timeout: connectTimeoutMs,
    lookup: createPublicLookup(resolve),
  });
  return new Agent({
    connect(options, callback) {
      const port = options.port === "" ? (options.protocol === "https:" ? "443" : "80") : options.port;
      const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
      if (allowedHosts.has(`${options.hostname}:${port}`)) return connectAnywhere(options, callback);
      // An address is never looked up.
      if (isIP(host) !== 0 && !isPublicAddress(host)) return callback(new AddressRefusedError(), null);
      return connectToPublic(options, callback);
    },
    ...outgoingSockets,
  }).compose(limitInterimAnswers);
}

/** One address that is not public spoils them all: a name that leads inside as well as outside is no accident. */
function createPublicLookup(resolve: ResolveHost): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, addresses) => {
      if (error !== null) return callback(error, [], 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new AddressRefusedError(), [], 0);
      if (options.all === true) return callback(null, [...addresses]);
      return callback(null, first.address, first.family);
    });
  };
}

const resolveHost: ResolveHost = (host, callback) => lookup(host, { all: true }, callback);

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
