import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

/** Long: while the reads hang no worker is free again, and the breaker has seen no failure. */
const attemptMs = 8000;
/** Far less than what a caller of the broken one waits. */
const undisturbedMs = 1000;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    withOndato: true,
    env: { KYC_REQUEST_DEADLINE_MS: "3000", KYC_PROVIDER_ATTEMPT_MS: String(attemptMs) },
  });
});
afterAll(() => harness[Symbol.asyncDispose]());

describe("a broken provider slows nobody but its callers", () => {
  it("lets another provider's session start at once and be decided while every call to it hangs", async () => {
    const { shop, identomat, ondato } = harness;
    const held = await Promise.all(Array.from({ length: 30 }, () => shop.createSession()));
    expect(new Set(held.map(({ status }) => status))).toEqual(new Set([201]));
    for (const operation of ["begin", "result"])
      identomat.control.addFault({ fault: { kind: "hang" }, operation });
    const stuck = Promise.all(Array.from({ length: 40 }, () => shop.createSession()));
    const reading = startStopwatch();
    // Each of these asks for a fetch, more than there are workers, and none comes back.
    for (const { body } of held)
      identomat.control.act(await harness.findReference(body.id), { act: "start" });
    await waitFor(() => (identomat.control.ledger().requests["result"] ?? 0) >= 5);

    const watch = startStopwatch();
    const other = await shop.createSession({ flow: "ondato" });
    expect(other.status).toBe(201);
    expect(watch.stopMs()).toBeLessThan(undisturbedMs);
    ondato?.control.act(await harness.findReference(other.body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(other.body.id)).status === "APPROVED");
    // None of the reads that hang has ended: it was not by one of their workers that the other one was read.
    expect(reading.stopMs()).toBeLessThan(attemptMs);

    const answers = await stuck;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  });

  it("applies what was missed once the provider is well again", async () => {
    const { shop, identomat } = harness;
    identomat.control.clearFaults();
    await waitFor(
      async () => {
        const { body } = await shop.get<{ items: unknown[] }>("/v1/sessions?status=IN_PROGRESS&limit=100");
        return body.items.length === 30;
      },
      { timeoutMs: 25_000 },
    );
  });
});
