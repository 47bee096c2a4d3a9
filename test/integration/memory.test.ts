import { request, Agent, ServerResponse } from "node:http";
import { queryObjects } from "node:v8";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

const connections = 50;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

it("an open connection keeps nothing of its last request", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const asking = request(`${harness.gateway.url}/v1/sessions`, { agent }, (answer) => {
        answer.resume().once("end", resolve);
      });
      asking.once("error", reject).end();
    });
  await Promise.all(Array.from({ length: connections }, ask));
  await waitFor(() => Object.values(agent.freeSockets).flat().length === connections);
  expect(queryObjects(ServerResponse, { format: "count" })).toBeLessThan(5);
  agent.destroy();
});
