import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createRejectionSamples } from "./rejected-webhooks.ts";

const rejection = {
  connection: "shop-account",
  reason: "wrong",
  address: "203.0.113.66",
  rawBody: Buffer.from("a forged body"),
} as const;

describe("the sample of refused deliveries", () => {
  it("holds hashes, and neither a body nor an address", () => {
    const samples = createRejectionSamples(() => 0);
    samples.add(rejection);
    const [sample] = samples.list();
    expect(sample).toMatchObject({
      connection: "shop-account",
      reason: "wrong",
      bodySha256: createHash("sha256").update("a forged body").digest("hex"),
      bodyBytes: 13,
    });
    expect(JSON.stringify(sample)).not.toMatch(/forged body|203\.0/);
  });

  it("tells senders apart", () => {
    const clock = { at: 0 };
    const samples = createRejectionSamples(() => clock.at);
    for (const address of ["203.0.113.66", "203.0.113.66", "203.0.113.67"]) {
      samples.add({ ...rejection, address });
      clock.at += 1000;
    }
    const [third, second, first] = samples.list().map(({ source }) => source);
    expect(first).toBe(second);
    expect(second).not.toBe(third);
  });

  it("stays small, whatever comes", () => {
    const clock = { at: 0 };
    const samples = createRejectionSamples(() => clock.at);
    for (let i = 0; i < 500; i += 1) {
      samples.add(rejection);
      samples.add(rejection);
      clock.at += 1000;
    }
    expect(samples.list()).toHaveLength(100);
    expect(samples.list()[0]?.at.getTime()).toBe(499_000);
  });
});
