import { lookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { isPublicAddress } from "./public-address.ts";
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
