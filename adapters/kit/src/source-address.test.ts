import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSourceAddressFilter, isAddressRange } from "./source-address.ts";

const toNumber = (address: readonly number[]) => address.reduce((sum, octet) => sum * 256 + octet, 0);

describe("createSourceAddressFilter", () => {
  const isAllowed = createSourceAddressFilter(["192.0.2.10", "198.51.100.0/24", "2001:db8::/32"]);

  it.each([
    "192.0.2.10",
    "::ffff:192.0.2.10",
    "::FFFF:192.0.2.10",
    "198.51.100.255",
    "2001:db8::1",
    "2001:DB8:1::",
  ])("lets %s in", (address) => {
    expect(isAllowed(address)).toBe(true);
  });

  it.each([
    "192.0.2.11",
    "198.51.101.0",
    "2001:db9::1",
    "192.0.2.10, 198.51.100.1",
    "192.0.2.10:443",
    "192.0.2.010",
    "2001:db8::1%eth0",
    "[2001:db8::1]",
    "localhost",
    "",
    " 192.0.2.10",
  ])("keeps %j out", (address) => {
    expect(isAllowed(address)).toBe(false);
  });

  it("lets exactly the addresses of a range in", () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(octets, octets, fc.nat(32), (base, other, prefix) => {
        const network = (address: readonly number[]) => Math.floor(toNumber(address) / 2 ** (32 - prefix));
        const filter = createSourceAddressFilter([`${base.join(".")}/${prefix}`]);
        expect(filter(other.join("."))).toBe(network(base) === network(other));
        expect(filter(base.join("."))).toBe(true);
      }),
    );
  });

  it("lets nobody in without a range", () => {
    expect(createSourceAddressFilter([])("192.0.2.10")).toBe(false);
  });

  it("refuses to be made of something else", () => {
    expect(() => createSourceAddressFilter(["example.com"])).toThrow(TypeError);
  });
});

describe("isAddressRange", () => {
  it.each(["192.0.2.1", "192.0.2.0/0", "192.0.2.0/32", "2001:db8::/128", "::ffff:192.0.2.1"])(
    "knows %s",
    (range) => {
      expect(isAddressRange(range)).toBe(true);
    },
  );

  it.each([
    "",
    "/",
    "192.0.2.0/",
    "192.0.2.0/33",
    "192.0.2.0/-1",
    "192.0.2.0/1/1",
    "2001:db8::/129",
    "::ffff:192.0.2.0/120",
    "example.com",
    "fe80::1%eth0",
  ])("does not know %j", (range) => {
    expect(isAddressRange(range)).toBe(false);
  });
});
