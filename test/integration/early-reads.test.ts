import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiAnswer, ApiRequest } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { converse } from "../support/raw-connection.ts";
import { readSeries } from "../support/read-series.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_TENANT_REQUESTS_PER_SECOND: "40" } });
});
afterAll(() => harness[Symbol.asyncDispose]());

/** What differs from one answer to the next, whoever gives it. */
const varying = new Set(["date", "server-timing", "x-request-id", "ratelimit-remaining", "content-length"]);
/** A header that says nothing, and that is odd enough for the framework to be asked. */
const viaFramework: ApiRequest = { headers: { "content-encoding": "identity" } };

const describeAnswer = ({ status, headers, body }: ApiAnswer) => ({
  status,
  body: { ...(body as object), instance: undefined },
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, varying.has(name) ? "…" : value]),
  ),
});

async function readBothWays(path: string): Promise<ReturnType<typeof describeAnswer>> {
  const early = describeAnswer(await harness.shop.get(path));
  const late = describeAnswer(await harness.shop.request("GET", path, viaFramework));
  expect(early).toEqual(late);
  return early;
}

describe("a session that is read before the framework is asked", () => {
  it("is answered as by the framework, header for header", async () => {
    const metadata = { note: "žluťoučký kůň", order: "1" };
    const { body: session } = await harness.shop.createSession({ metadata });
    const { status, body } = await readBothWays(`/v1/sessions/${session.id}`);
    expect([status, body]).toEqual([200, { ...session, instance: undefined }]);
    harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(session.id)).status === "APPROVED");
    expect((await readBothWays(`/v1/sessions/${session.id}`)).body).toMatchObject({ status: "APPROVED" });
  });

  it("is not found as by the framework, whether it is another tenant's, nobody's or impossible", async () => {
    const { body: foreign } = await harness.bank.createSession();
    for (const id of [foreign.id, crypto.randomUUID(), crypto.randomUUID().toUpperCase(), "x"])
      expect(await readBothWays(`/v1/sessions/${id}`)).toMatchObject({
        status: 404,
        body: { code: "session_not_found" },
      });
  });

  it("is refused for what a plain read does not have", async () => {
    const { body: session } = await harness.shop.createSession();
    const path = `/v1/sessions/${session.id}`;
    const ask = async (lines: readonly string[], target = path) => {
      const head = [`GET ${target} HTTP/1.1`, "Host: x", "Connection: close", ...lines, "", ""];
      return Number((await converse(harness.gateway.url, [head.join("\r\n")])).answer.slice(9, 12));
    };
    const authorization = `Authorization: Bearer ${harness.key}`;
    expect(await ask([authorization])).toBe(200);
    expect(await ask([])).toBe(401);
    expect(await ask([`${authorization}x`])).toBe(401);
    expect(await ask([authorization, authorization])).toBe(400);
    expect(await ask([authorization, "Host: y"])).toBe(400);
    expect(await ask([authorization], `${path}?fields=status`)).toBe(400);
    expect(await ask([authorization, "Content-Encoding: gzip"])).toBe(415);
  });

  it("counts with all the others of its tenant, and waits or is refused with them", async () => {
    const { body: session } = await harness.bank.createSession();
    const many = Array.from({ length: 60 }, () => harness.bank.get(`/v1/sessions/${session.id}`));
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    const served = statuses.filter((status) => status === 200).length;
    expect(served).toBeGreaterThan(20);
    expect(served).toBeLessThan(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(60 - served);
  });

  it("is counted under its route", async () => {
    const labels = { method: "GET", route: "/v1/sessions/:sessionId", status: "404" };
    const series = "kyc_http_requests_total";
    const before = await readSeries(harness.shop, series, labels);
    await readBothWays(`/v1/sessions/${crypto.randomUUID()}`);
    expect(await readSeries(harness.shop, series, labels)).toBe(before + 2);
  });
});
