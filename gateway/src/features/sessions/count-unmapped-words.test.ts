import type { Report } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { createMetrics } from "../../platform/observability/metrics/metrics.ts";
import { createUnmappedWordCounter } from "./provider-port.ts";

function reportWith(...members: string[]): Report {
  const unmappedWords = members.map((member) => ({ member, word: "Beridze" }));
  return { status: "REJECTED", reasons: [], checks: [], raw: null, unmappedWords };
}

async function readSeries(...reports: Report[]): Promise<readonly { member: unknown; value: number }[]> {
  const metrics = createMetrics();
  const count = createUnmappedWordCounter(metrics);
  for (const report of reports) count("shop", report);
  const { values } = await metrics.unmappedWords.get();
  return values.map(({ labels, value }) => ({ member: labels.member, value }));
}

describe("words that an adapter has no counterpart for", () => {
  it("are counted by the member that held them, and never told", async () => {
    expect(await readSeries(reportWith("errors", "errors", "rules[].name"), reportWith())).toEqual([
      { member: "errors", value: 2 },
      { member: "rules[].name", value: 1 },
    ]);
  });

  it.each(["", "a word of prose", "x".repeat(41), "7", "é"])(
    "in a member called %j are counted together",
    async (member) => {
      expect(await readSeries(reportWith(member))).toEqual([{ member: "other", value: 1 }]);
    },
  );

  it("make a bounded number of series", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `member${index}`);
    expect((await readSeries(reportWith(...names))).length).toBe(3);
  });
});
