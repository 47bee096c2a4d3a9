import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { registerMetrics } from "../../platform/observability/metrics/metric-definition.ts";
import { createAttemptCounter, eventMetrics } from "./event.metrics.ts";

/** Attempts at an endpoint, each so many seconds after the event's change; gives the lags that count for our promise. */
async function countLags(
  attempts: readonly {
    at: number;
    occurred: number;
    attempt?: number;
    outcome?: "succeeded" | "refused";
    endpointId?: string;
  }[],
): Promise<number | undefined> {
  const metrics = registerMetrics(new Registry(), eventMetrics);
  const count = createAttemptCounter(metrics);
  for (const { at, occurred, attempt = 1, outcome = "succeeded", endpointId = "a" } of attempts)
    count(
      { outcome, kind: "live", attempt, startedAt: new Date(at * 1000) },
      {
        occurredAt: new Date(occurred * 1000),
        endpointId,
      },
    );
  const { values } = await metrics.firstAttemptLag.get();
  return values.find(({ metricName }) => metricName?.endsWith("_count"))?.value;
}

it("an event that is posted at once counts, whatever the endpoint answers", async () => {
  expect(await countLags([{ at: 1, occurred: 1, outcome: "refused" }])).toBe(1);
});

it("what waited while the endpoint failed does not count, nor does the repeated event itself", async () => {
  expect(
    await countLags([
      { at: 1, occurred: 1, outcome: "refused" },
      { at: 61, occurred: 1, attempt: 2 },
      { at: 61, occurred: 30 },
      { at: 61, occurred: 60 },
    ]),
  ).toBe(1);
});

it("what happens after the endpoint is well again counts", async () => {
  expect(
    await countLags([
      { at: 61, occurred: 1, attempt: 2 },
      { at: 61, occurred: 30 },
      { at: 63, occurred: 62 },
      { at: 70, occurred: 64 },
    ]),
  ).toBe(2);
});

it("one endpoint's failure excuses no lateness at another", async () => {
  expect(
    await countLags([
      { at: 61, occurred: 1, attempt: 2 },
      { at: 61, occurred: 30, endpointId: "b" },
    ]),
  ).toBe(1);
});
