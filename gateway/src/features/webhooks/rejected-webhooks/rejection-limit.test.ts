import { describe, expect, it } from "vitest";
import { createRejectionLimit } from "./rejected-webhooks.ts";

const sender = "203.0.113.66";

function createClock() {
  const clock = { at: 1_000_000 };
  return { clock, limit: createRejectionLimit({ perMinute: 3, now: () => clock.at }) };
}

function forge(limit: ReturnType<typeof createRejectionLimit>, count: number, address = sender): void {
  for (let i = 0; i < count; i += 1) limit.noteRefused(address);
}

describe("the limit of rejectedWebhooks", () => {
  it("shuts out a sender with as many refusals in a minute, and lets it in after that minute", () => {
    const { clock, limit } = createClock();
    forge(limit, 2);
    expect(limit.shutForMs(sender)).toBe(0);
    clock.at += 20_000;
    forge(limit, 1);
    expect(limit.shutForMs(sender)).toBe(40_000);
    clock.at += 40_000;
    expect(limit.shutForMs(sender)).toBe(0);
  });

  it("does not meet another sender", () => {
    const { limit } = createClock();
    forge(limit, 100);
    expect(limit.shutForMs("203.0.113.67")).toBe(0);
  });

  it("takes the addresses of an IPv6 network for one sender", () => {
    const { limit } = createClock();
    for (let i = 1; i <= 3; i += 1) limit.noteRefused(`2001:db8::${i}`);
    expect(limit.shutForMs("2001:db8::ffff")).toBeGreaterThan(0);
    expect(limit.shutForMs("2001:db8:0:1::1")).toBe(0);
  });

  it("hears a sender that has proven itself, whoever forges beside it, for a day", () => {
    const { clock, limit } = createClock();
    limit.noteAuthentic(sender);
    forge(limit, 100);
    expect(limit.shutForMs(sender)).toBe(0);
    clock.at += 24 * 60 * 60 * 1000 + 1;
    forge(limit, 100);
    expect(limit.shutForMs(sender)).toBeGreaterThan(0);
  });

  it("keeps a proven sender in mind while strangers without number pass by, and forgets the oldest of those", () => {
    const { limit } = createClock();
    limit.noteAuthentic(sender);
    forge(limit, 3, "198.51.100.1");
    for (let i = 0; i < 20_000; i += 1) limit.noteRefused(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    forge(limit, 3);
    expect(limit.shutForMs(sender)).toBe(0);
    expect(limit.shutForMs("198.51.100.1")).toBe(0);
  });

  it("of 0 shuts out nobody", () => {
    const limit = createRejectionLimit({ perMinute: 0, now: () => 0 });
    forge(limit, 1000);
    expect(limit.shutForMs(sender)).toBe(0);
  });
});
