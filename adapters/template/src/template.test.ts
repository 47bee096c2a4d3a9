import { formatResult, runConformance } from "@kyc-gateway/conformance";
import { describe, expect, it } from "vitest";
import adapter from "./index.ts";

const subject = {
  adapter,
  entry: new URL("./index.ts", import.meta.url),
  samples: new URL("./fixtures/conformance.json", import.meta.url),
};

describe("the template", () => {
  it("is a sound package that starts no session yet, and says so", async () => {
    const { groups } = await runConformance(subject);
    const failed = groups.filter(({ checks }) => checks.some(({ outcome }) => outcome === "failed"));
    expect(failed.map(({ id }) => id).slice(0, 3)).toEqual(["start", "requests", "reports"]);
  }, 180_000);

  it("is told what to do next", async () => {
    const text = formatResult(await runConformance(subject, ["manifest", "start", "reports"]));
    expect(text).toContain("ok manifest (8/8)");
    expect(text).toContain("the samples have no route for POST /sessions");
    expect(text).toContain("Next: starting a session. Write sessions.start");
  });
});
