import { once } from "node:events";
import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentomatSimulator } from "../identomat/simulator.ts";
import type { IdentomatSimulator } from "../identomat/simulator.ts";

let server: Server;
let simulator: IdentomatSimulator;
let waiting: ServerResponse[];

/** An endpoint that answers only when the test says so. */
beforeEach(async () => {
  waiting = [];
  server = createServer((request, response) => {
    request.resume();
    waiting.push(response);
    server.emit("arrived");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  simulator = await startIdentomatSimulator({
    companies: [{ name: "one", companyKey: "key", callbackApiKey: "callback-key", callbackUrl }],
    callbackConcurrency: 2,
  });
});

afterEach(async () => {
  await simulator.close();
  server.closeAllConnections();
  server.close();
});

async function begin(): Promise<string> {
  return (await (await fetch(`${simulator.url}/external-api/begin/?company_key=key`)).json()) as string;
}

async function awaitArrivals(count: number): Promise<void> {
  while (waiting.length < count) await once(server, "arrived");
}

describe("callbacks", () => {
  it("of one session wait for the answer to the one before, those of others do not", async () => {
    const [first, other] = [await begin(), await begin()];
    simulator.control.act(first, { act: "manual_check" });
    simulator.control.act(first, { act: "operator_approve" });
    simulator.control.act(other, { act: "approve" });
    await awaitArrivals(2);
    expect(simulator.control.ledger().callbacks).toEqual([]);
    for (const response of waiting) response.end();
    await awaitArrivals(3);
    const answered = simulator.control.ledger().callbacks.map(({ sessionId, status }) => [sessionId, status]);
    expect(new Map(answered as [string, string][])).toEqual(
      new Map([
        [first, "manual_check"],
        [other, "approved"],
      ]),
    );
  });

  it("of many sessions are under way only so many at once", async () => {
    for (let turn = 0; turn < 4; turn += 1) simulator.control.act(await begin(), { act: "approve" });
    await awaitArrivals(2);
    waiting[0]?.end();
    await awaitArrivals(3);
    expect(simulator.control.ledger().callbacks).toHaveLength(1);
  });

  it("that wait when the simulator closes are recorded as closed", async () => {
    simulator.control.act(await begin(), { act: "approve" });
    await awaitArrivals(1);
    await simulator.close();
    expect(simulator.control.ledger().callbacks).toMatchObject([{ answer: null, failure: "closed" }]);
  });
});
