import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { readSeries } from "../support/read-series.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

interface Result {
  readonly reasons: readonly { readonly code: string; readonly raw?: string }[];
  readonly checks: readonly { readonly kind: string; readonly outcome: string; readonly raw?: string }[];
}

async function reject(reason: string): Promise<Result> {
  const { body } = await harness.shop.createSession();
  harness.identomat.control.act(await harness.findReference(body.id), { act: "reject", reason });
  await waitFor(async () => (await harness.shop.readSession(body.id)).status === "REJECTED");
  return (await harness.shop.get<Result>(`/v1/sessions/${body.id}/result`)).body;
}

function readUnmapped(): Promise<number> {
  const labels = { connection: "shop-identomat", member: "reject_reason" };
  return readSeries(harness.shop, "kyc_provider_unmapped_words_total", labels);
}

describe("the result of a rejected Identomat session", () => {
  it("says why in our words, with the provider's code beside them", async () => {
    const { reasons, checks } = await reject("fake_document");
    expect(reasons).toEqual([{ code: "document_suspicious", raw: "fake_document" }]);
    expect(checks).toContainEqual({ kind: "document", outcome: "failed", raw: "fake_document" });
    expect(await readUnmapped()).toBe(0);
  });

  it("keeps a word without a counterpart as it is, and counts it", async () => {
    const before = await readUnmapped();
    const { reasons, checks } = await reject("moon_phase");
    expect(reasons).toEqual([{ code: "unspecified", raw: "moon_phase" }]);
    expect(checks).toContainEqual({ kind: "other", outcome: "informational", raw: "moon_phase" });
    expect(await readUnmapped()).toBeGreaterThan(before);
  });

  it("holds no prose, which may name somebody, and counts it all the same", async () => {
    const before = await readUnmapped();
    const { reasons, checks } = await reject("Nino Beridze is not the holder");
    expect(reasons).toEqual([{ code: "unspecified" }]);
    expect(JSON.stringify(checks)).not.toContain("Beridze");
    expect(await readUnmapped()).toBeGreaterThan(before);
    expect((await harness.shop.get("/metrics")).text).not.toMatch(/Beridze|moon_phase/);
  });
});
