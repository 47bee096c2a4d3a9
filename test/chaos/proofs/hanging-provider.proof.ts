import { runOpenLoop } from "../load/open-loop.ts";
import { createProduct, type Answer } from "../load/product.ts";
import { compareLatencies, countStatuses, findQuantileMs } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Stage } from "../stage/stage.ts";

const proof = "provider A hangs while B serves";
const deadlineMs = 5000;
/** What the answer still has to travel, and a busy machine's pauses. */
const graceMs = 500;
const providerMs = 50;
/** Short, so that whatever else the machine does hits both kinds of time alike. */
const roundMs = 2000;
const perSecond = 40;

/** A's products wait for a provider that never answers; B's notice nothing. The two kinds of time alternate. */
export async function proveHangingProvider(stage: Stage, { isShort }: Scale): Promise<readonly Finding[]> {
  const [a, b] = [await stage.addProvider("a"), await stage.addProvider("b")];
  await b.addFault({ fault: { kind: "latency", delay: { ms: providerMs } }, operation: "begin" });
  const keys = { a: await stage.addTenant("shop", ["a"]), b: await stage.addTenant("bank", ["b"]) };
  const gateway = await stage.startGateway({ KYC_REQUEST_DEADLINE_MS: String(deadlineMs) });
  const [shop, bank] = [createProduct(gateway.url, keys.a), createProduct(gateway.url, keys.b)];
  const serveB = (durationMs: number): Promise<readonly Answer[]> =>
    runOpenLoop({ perSecond, durationMs }, (dueAt) => bank.createSession({ dueAt }));
  const askA = (durationMs: number): Promise<readonly Answer[]> =>
    runOpenLoop({ perSecond: perSecond / 2, durationMs }, (dueAt) => shop.createSession({ dueAt }));
  await serveB(3000);
  const seen: { alone: Answer[]; beside: Answer[]; hanging: Answer[] } = {
    alone: [],
    beside: [],
    hanging: [],
  };
  for (let round = 0; round < (isShort ? 8 : 40); round += 1) {
    seen.alone.push(...(await serveB(roundMs)));
    const fault = await a.addFault({ fault: { kind: "hang" } });
    const [hanging, beside] = await Promise.all([askA(roundMs), serveB(roundMs)]);
    seen.hanging.push(...hanging);
    seen.beside.push(...beside);
    await a.removeFault(fault);
  }
  await Promise.all([shop.close(), bank.close()]);
  return describe(seen);
}

function describe(seen: Record<"alone" | "beside" | "hanging", readonly Answer[]>): readonly Finding[] {
  const [aloneMs, besideMs] = [findQuantileMs(seen.alone, 0.99), findQuantileMs(seen.beside, 0.99)];
  const slowestMs = findQuantileMs(seen.hanging, 1);
  const failed = [...seen.alone, ...seen.beside].filter(({ status }) => status !== 201).length;
  return [
    {
      proof,
      mustShow: "B's p99 ≤ 1.2 × of its p99 alone",
      seen: `${compareLatencies(seen.beside, seen.alone)} (B answers in ${providerMs} ms)`,
      isShown: besideMs <= 1.2 * aloneMs,
    },
    { proof, mustShow: "no request to B fails", seen: `${failed} failed`, isShown: failed === 0 },
    {
      proof,
      mustShow: `A's callers are answered within ${deadlineMs} ms`,
      seen: `slowest ${slowestMs.toFixed(0)} ms; ${countStatuses(seen.hanging)}`,
      isShown: slowestMs <= deadlineMs + graceMs && seen.hanging.every(({ status }) => status === 503),
    },
  ];
}
