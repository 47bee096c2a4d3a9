import { Agent, request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
const agent = new Agent({ connections: 16 });
beforeAll(async () => {
  harness = await startHarness({ withOndato: true, env: { KYC_FORGED_WEBHOOKS_PER_MINUTE: "0" } });
});
afterAll(async () => {
  await agent.destroy();
  await harness[Symbol.asyncDispose]();
});

async function listSeries(): Promise<string[]> {
  const { text } = await harness.shop.get("/metrics");
  return text
    .split("\n")
    .filter((line) => line.startsWith("kyc_") && !line.startsWith("kyc_process"))
    .map((line) => line.slice(0, line.lastIndexOf(" ")));
}

interface Strange {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function ask({ method = "POST", path, headers = {}, body }: Strange): Promise<void> {
  const answer = await send(`${harness.gateway.url}${path}`, {
    method: method as "GET",
    headers,
    dispatcher: agent,
    ...(body === undefined ? {} : { body }),
  });
  await answer.body.dump();
}

/** What a stranger may send, one kind of it after the other. */
const strangers: Record<string, (index: number) => Strange> = {
  "webhooks to invented connections": (index) => ({
    path: `/webhooks/identomat/invented-${index}`,
    body: "{}",
  }),
  "webhooks to invented adapters": (index) => ({
    path: `/webhooks/invented-${index}/shop-identomat`,
    body: "{}",
  }),
  "probes of invented connections": (index) => ({ method: "HEAD", path: `/webhooks/x/invented-${index}` }),
  "tokens for invented connections": (index) => ({
    path: `/webhooks/ondato/invented-${index}/token`,
    body: "",
  }),
  "forged webhooks": (index) => ({
    path: "/webhooks/identomat/shop-identomat",
    headers: { "x-forwarded-for": `198.51.100.${index % 250}` },
    body: JSON.stringify({ callbackApiKey: `guess-${index}`, type: `type-${index}` }),
  }),
  "coded webhooks": () => ({
    path: "/webhooks/ondato/shop-ondato",
    headers: { "content-encoding": "gzip" },
    body: "{}",
  }),
  "invented traces": (index) => ({
    method: "GET",
    path: "/healthz",
    headers: { traceparent: `00-${index.toString(16).padStart(32, "1")}-00f067aa0ba902b7-01` },
  }),
  "invented keys": (index) => ({
    method: "GET",
    path: "/v1/sessions",
    headers: { authorization: `Bearer kyc_invented_${index}` },
  }),
  "invented paths": (index) => ({ method: "GET", path: `/invented/${index}` }),
  "every method there is": (index) => ({
    method:
      ["PROPFIND", "SEARCH", "PURGE", "MKCOL", "LINK", "REPORT", "NOTIFY", "COPY", "LOCK"][index % 9] ?? "",
    path: "/v1/sessions",
  }),
};

describe("the series of the metrics", () => {
  it.each(Object.keys(strangers))("are made by no stranger: %s", async (name) => {
    const make = strangers[name] as (index: number) => Strange;
    await listSeries();
    // One of the kind may be counted; hundreds more are counted with it.
    for (let index = 0; index < 2; index += 1) await ask(make(index));
    const before = await listSeries();
    for (let start = 2; start < 302; start += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => ask(make(start + index))));
    const after = await listSeries();
    expect(after.filter((one) => !before.includes(one))).toEqual([]);
    expect(after.join("\n")).not.toMatch(/invented|guess/);
  });
});
