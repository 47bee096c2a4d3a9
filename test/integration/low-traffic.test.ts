import { describe, expect, it } from "vitest";
import { proveLowTraffic } from "../chaos/proofs/low-traffic.proof.ts";
import { openStage } from "../chaos/stage/stage.ts";
import { createTestDatabase } from "../support/test-database.ts";

// The same for a minute: `pnpm chaos --only low-traffic`.
describe("one request a second, and a first provider that hangs, refuses or answers 503", () => {
  it("is served by the second provider, within every request's deadline", async () => {
    const database = await createTestDatabase();
    const { stage, close } = await openStage(database.url);
    try {
      const findings = await proveLowTraffic(stage, { isShort: true });
      expect(findings).toHaveLength(6);
      expect(findings.filter(({ isShown }) => !isShown)).toEqual([]);
    } finally {
      await close();
      await database.drop();
    }
  }, 90_000);
});
