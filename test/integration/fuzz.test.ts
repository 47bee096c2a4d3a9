import { afterAll, beforeAll, expect, it } from "vitest";
import { runCampaign } from "../fuzz/run-campaign.ts";
import type { StageValues } from "../fuzz/requests/known-values.ts";
import { configureKvary, fuzzCompanies, fuzzEnvironment, setStage } from "../fuzz/stage/set-stage.ts";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let receiver: EventReceiver;
let harness: Harness;
let values: StageValues;
beforeAll(async () => {
  receiver = await startEventReceiver();
  harness = await startHarness({
    env: fuzzEnvironment(receiver),
    identomat: { companies: fuzzCompanies },
    kvary: configureKvary,
    withOndato: true,
  });
  values = await setStage(harness, receiver);
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** `pnpm fuzz` sends fifty thousand, each time others. */
const plan = { requests: 1500, seed: 20_260_504 };

it("whatever is asked of any route, the answer is one that the API's document knows", async () => {
  const { issues, sent, statuses } = await runCampaign({ url: harness.gateway.url, values }, plan);
  expect(issues.join("\n\n")).toBe("");
  expect(sent).toBe(plan.requests);
  // The requests did get past the doors.
  const succeeded = [...statuses.keys()].filter((name) => / 20\d$/.test(name));
  expect(succeeded.length).toBeGreaterThan(35);
}, 120_000);
