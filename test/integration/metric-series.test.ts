import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";
import { converse, readAnswers } from "../support/raw-connection.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true, env: { KYC_REJECTED_WEBHOOKS_PER_MINUTE: "0" } });
});
// Some series are there from the first look at the database on.
beforeAll(async () => {
  await waitFor(async () => (await listSeries()).some((one) => one.startsWith("kyc_inbox_deliveries")));
});
afterAll(() => harness[Symbol.asyncDispose]());

async function listSeries(): Promise<string[]> {
  const { text } = await harness.shop.get("/metrics");
  return (
    text
      .split("\n")
      // What jobs the gateway does by the clock is no stranger's doing.
      .filter((line) => /^kyc_(?!process|jobs)/.test(line))
      .map((line) => line.slice(0, line.lastIndexOf(" ")))
  );
}

interface Strange {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function spell({ method = "POST", path, headers = {}, body = "" }: Strange, isLast: boolean): string {
  const all = { host: "x", "content-length": String(body.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const end = isLast ? ["connection: close", "", body] : ["", body];
  return [`${method} ${path} HTTP/1.1`, ...lines, ...end].join("\r\n");
}

const batch = 50;

/** Asks `count` times, on one connection after the other, one request right behind the other. Gives how many were answered. */
async function ask(make: (index: number) => Strange, first: number, count: number): Promise<number> {
  let answered = 0;
  for (let start = first; start < first + count; start += batch) {
    const size = Math.min(batch, first + count - start);
    const texts = Array.from({ length: size }, (_, index) => spell(make(start + index), index === size - 1));
    const { answer } = await converse(harness.gateway.url, texts);
    answered += readAnswers(answer).length;
  }
  return answered;
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

const strangersOfAKind = 1000;

describe("the series of the metrics", () => {
  it.each(Object.keys(strangers))("are made by no stranger: %s", async (name) => {
    const make = strangers[name] as (index: number) => Strange;
    await listSeries();
    // One of the kind may be counted; hundreds more are counted with it.
    await ask(make, 0, 9);
    const before = await listSeries();
    expect(await ask(make, 9, strangersOfAKind)).toBe(strangersOfAKind);
    const after = await listSeries();
    expect(after.filter((one) => !before.includes(one))).toEqual([]);
    expect(after.join("\n")).not.toMatch(/invented|guess/);
  });
});
