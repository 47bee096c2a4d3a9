import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Writes to a new connection and gives what came back until its end. */
function converse(text: string): { answered: Promise<string>; startedAt: number } {
  const { port, hostname } = new URL(harness.gateway.url);
  const startedAt = performance.now();
  const answered = new Promise<string>((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
  return { answered, startedAt };
}

describe("under more than it can carry, the gateway", () => {
  it("refuses at once with 503 and Retry-After, and still says how it is", async () => {
    await using busy = await startHarness({ env: { KYC_MAX_EVENT_LOOP_DELAY_MS: "20" } });
    const refused = await waitFor(
      async () => {
        const until = performance.now() + 600;
        while (performance.now() < until);
        const answer = await busy.shop.get("/v1/sessions");
        return answer.status === 503 ? answer : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(readProblem(refused)).toMatchObject({ code: "overloaded", retryable: true });
    expect(refused.headers["retry-after"]).toBe("2");
    expect((await busy.shop.get("/healthz")).status).toBe(200);
  });
});

describe("a client that dribbles", () => {
  it("is cut off before its head is complete, and holds nobody up meanwhile", async () => {
    const { answered, startedAt } = converse("GET /v1/sessions HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    expect((await harness.shop.get("/v1/sessions")).status).toBe(200);
    const answer = await answered;
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*"code":"request_timeout"/);
    expect(performance.now() - startedAt).toBeLessThan(45_000);
  });
});
