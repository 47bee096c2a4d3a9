import { setTimeout as delay } from "node:timers/promises";
import { runOpenLoop } from "../load/open-loop.ts";
import { createProduct, type Answer } from "../load/product.ts";
import { countStatuses } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Provider } from "../stage/provider.ts";
import type { Stage } from "../stage/stage.ts";

const proof = "total outage of A, with fallback to B";
const perSecond = 20;
const probeIntervalMs = 5000;
const lookEveryMs = 50;

/** A answers nothing but errors; sessions are started at B, A is left to probes, and taken back when it is well. */
export async function proveTotalOutage(stage: Stage, { isShort }: Scale): Promise<readonly Finding[]> {
  const [a, b] = [await stage.addProvider("a"), await stage.addProvider("b")];
  const apiKey = await stage.addTenant("shop", ["a", "b"]);
  const gateway = await stage.startGateway();
  const product = createProduct(gateway.url, apiKey);
  let sent = 0;
  const load = (durationMs: number): Promise<readonly Answer[]> =>
    runOpenLoop({ perSecond, durationMs }, (dueAt) => {
      sent += 1;
      return product.createSession({ dueAt });
    });
  await load(5000);
  const startsBefore = { a: await a.countStarts(), b: await b.countStarts() };
  const fault = await a.addFault({ fault: { kind: "server_error" }, operation: "begin" });
  const sentBefore = sent;
  const outageMs = isShort ? 15_000 : 60_000;
  const outage = load(outageMs);
  const openedAfterMs = await waitUntilOpen(gateway.url);
  const opened = { starts: await a.countStarts(), requests: sent - sentBefore };
  const answers = await outage;
  const startsAfter = { a: await a.countStarts(), b: await b.countStarts() };
  await a.removeFault(fault);
  const healed = performance.now();
  const afterwards = load(probeIntervalMs * 2);
  await waitUntilBack(a, startsAfter.a);
  const backAfterMs = performance.now() - healed;
  const failedAfterwards = (await afterwards).filter(({ status }) => status !== 201).length;
  await product.close();
  return [
    describeAnswers(answers, startsAfter.b - startsBefore.b),
    describeCalls(opened.starts - startsBefore.a, opened.requests, openedAfterMs),
    describeProbes(startsAfter.a - opened.starts, outageMs - openedAfterMs),
    {
      proof,
      mustShow: `back on A within one probe interval (${probeIntervalMs} ms)`,
      seen: `after ${backAfterMs.toFixed(0)} ms; ${failedAfterwards} requests failed`,
      isShown: backAfterMs <= probeIntervalMs + 500 && failedAfterwards === 0,
    },
  ];
}

async function waitUntilOpen(url: string): Promise<number> {
  const startedAt = performance.now();
  const open = /kyc_provider_breaker_state\{connection="a",operation="start"\} 2/;
  while (!open.test(await (await fetch(`${url}/metrics`)).text())) {
    if (performance.now() - startedAt > 15_000) return Number.NaN;
    await delay(lookEveryMs);
  }
  return performance.now() - startedAt;
}

/** A probe alone is one call; a second one means that the breaker is closed again. */
async function waitUntilBack(a: Provider, startsBefore: number): Promise<void> {
  const startedAt = performance.now();
  while ((await a.countStarts()) < startsBefore + 2 && performance.now() - startedAt < probeIntervalMs * 2)
    await delay(lookEveryMs);
}

function describeAnswers(answers: readonly Answer[], startedAtB: number): Finding {
  const created = answers.filter(({ status }) => status === 201).length;
  const refused = answers.filter(({ status, body }) => status === 503 && body["retryable"] === true).length;
  return {
    proof,
    mustShow: "every session is created at B or refused clearly",
    seen: `${countStatuses(answers)}; ${startedAtB} sessions at B`,
    isShown: created === startedAtB && created + refused === answers.length && created > 0,
  };
}

function describeCalls(calls: number, requests: number, openedAfterMs: number): Finding {
  const share = calls / requests;
  return {
    proof,
    mustShow: "calls to A ≤ 1.1 × of the requests before the breaker opened",
    seen: `${calls} calls for ${requests} requests (${share.toFixed(2)} ×); open after ${openedAfterMs.toFixed(0)} ms`,
    isShown: share <= 1.1,
  };
}

function describeProbes(probes: number, openMs: number): Finding {
  const most = Math.ceil(openMs / probeIntervalMs);
  return {
    proof,
    mustShow: `then only probes, one in ${probeIntervalMs} ms`,
    seen: `${probes} probes in ${(openMs / 1000).toFixed(0)} s`,
    isShown: probes <= most,
  };
}
