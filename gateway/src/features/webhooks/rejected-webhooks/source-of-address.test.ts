import { describe, expect, it } from "vitest";
import { sourceOfAddress } from "./rejected-webhooks.ts";

describe("a sender is", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:203.0.113.7", "203.0.113.7"],
  ])("an IPv4 address, however it is written: %s", (address, source) => {
    expect(sourceOfAddress(address)).toBe(source);
  });

  it.each([
    "2001:db8:1:2::1",
    "2001:db8:1:2:3:4:5:6",
    "2001:0DB8:0001:0002:ffff::",
    "2001:db8:1:2::192.0.2.1",
    "2001:db8:1:2::1%eth0",
  ])("an IPv6 network of 64 bits: %s", (address) => {
    expect(sourceOfAddress(address)).toBe("2001:db8:1:2::/64");
  });

  it("another one when the network is another", () => {
    expect(sourceOfAddress("2001:db8:1:3::1")).not.toBe(sourceOfAddress("2001:db8:1:2::1"));
    expect(sourceOfAddress("::1")).toBe("::/64");
    expect(sourceOfAddress("fe80::1")).toBe("fe80::/64");
  });
});
