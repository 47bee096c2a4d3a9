import { withHeader } from "./vector.ts";
import type { Mutator, Original } from "./vector.ts";

const strangers = [
  "",
  "unknown",
  "0.0.0.0",
  "127.0.0.1",
  "::1",
  "::",
  "255.255.255.255",
  "10.0.0.1",
  "192.168.0.1",
  "198.51.100.77",
  "::ffff:198.51.100.77",
  "2001:db8::77",
  "localhost",
  "*",
  "0",
  "null",
];
const forwarding = [
  "x-forwarded-for",
  "x-real-ip",
  "forwarded",
  "cf-connecting-ip",
  "true-client-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "client-ip",
];

/** Other spellings of an address, which no socket reports. */
function* respell(address: string): Generator<string> {
  yield `${address}0`;
  yield `1${address}`;
  yield `${address}.`;
  yield `${address}:443`;
  yield `${address}, 198.51.100.77`;
  yield `198.51.100.77, ${address}`;
  yield `${address}%eth0`;
  yield `${address}/0`;
  yield `${address}\u0000`;
  yield `${address}\n`;
  yield ` ${address}`;
  const octets = address.split(".").map(Number);
  if (octets.length !== 4) return;
  yield String(octets.reduce((number, octet) => number * 256 + octet, 0));
  yield `0x${octets.map((octet) => octet.toString(16).padStart(2, "0")).join("")}`;
  yield octets.map((octet) => `0${octet.toString(8)}`).join(".");
  yield octets.toReversed().join(".");
  yield octets.slice(0, 3).join(".");
}

/** Comes from elsewhere, or says so. */
export const sourceAddressMutators: readonly Mutator[] = [
  {
    name: "another address",
    schemes: ["source_address"],
    *mutate({ delivery }: Original) {
      for (const remoteAddress of [...strangers, ...respell(delivery.remoteAddress)]) {
        yield {
          name: `the address is ${JSON.stringify(remoteAddress)}`,
          delivery: { ...delivery, remoteAddress },
        };
      }
    },
  },
  {
    name: "an address that only a header tells",
    schemes: ["source_address"],
    *mutate(original: Original) {
      const { remoteAddress } = original.delivery;
      for (const name of forwarding) {
        const value = name === "forwarded" ? `for=${remoteAddress}` : remoteAddress;
        yield {
          name: `${name} tells the address`,
          delivery: { ...withHeader(original, name, value), remoteAddress: "198.51.100.77" },
        };
      }
    },
  },
];
