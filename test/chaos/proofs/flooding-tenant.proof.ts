import { runOpenLoop } from "../load/open-loop.ts";
import { createProduct, type Answer, type Product } from "../load/product.ts";
import { compareLatencies, countStatuses, findQuantileMs } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Stage } from "../stage/stage.ts";

const proof = "200 tenants, one of them floods";
const tenantCount = 200;
/** Fifty times what each of the others sends. */
const limitPerSecond = 10;
/** Of the 199 together. */
const quietPerSecond = 40;
const floodPerSecond = 300;
const providerMs = 50;
/** Short, so that whatever else the machine does hits both kinds of time alike. */
const roundMs = 2000;
const maxCallsAtOnce = 20;

/** One product sends thirty times what it may; 199 others go on. With and without the flood, in turns. */
export async function proveFloodingTenant(stage: Stage, { isShort }: Scale): Promise<readonly Finding[]> {
  const provider = await stage.addProvider("shared");
  await provider.addFault({ fault: { kind: "latency", delay: { ms: providerMs } }, operation: "begin" });
  const keys: string[] = [];
  for (let tenant = 0; tenant < tenantCount; tenant += 1)
    keys.push(await stage.addTenant(`tenant-${tenant}`, ["shared"]));
  await stage.orders.limit("shared", { concurrency: maxCallsAtOnce });
  const gateway = await stage.startGateway({ KYC_TENANT_REQUESTS_PER_SECOND: String(limitPerSecond) });
  const [floodingKey = "", ...quietKeys] = keys;
  const flood = await stage.startFlood(gateway, floodingKey);
  const quiet = quietKeys.map((key) => createProduct(gateway.url, key));
  const serve = (durationMs: number): Promise<readonly Answer[]> =>
    runOpenLoop({ perSecond: quietPerSecond, durationMs }, (dueAt, number) =>
      pick(quiet, number).createSession({ dueAt }),
    );
  await serve(5000);
  const seen = { alone: [] as Answer[], beside: [] as Answer[], flood: [] as Answer[] };
  for (let round = 0; round < (isShort ? 8 : 60); round += 1) {
    seen.alone.push(...(await serve(roundMs)));
    const [flooded, beside] = await Promise.all([
      flood({ perSecond: floodPerSecond, durationMs: roundMs }),
      serve(roundMs),
    ]);
    seen.flood.push(...flooded);
    seen.beside.push(...beside);
  }
  await Promise.all(quiet.map((product) => product.close()));
  return describe(seen);
}

function pick(products: readonly Product[], number: number): Product {
  const product = products[number % products.length];
  if (product === undefined) throw new Error("There is no product.");
  return product;
}

function describe(seen: Record<"alone" | "beside" | "flood", readonly Answer[]>): readonly Finding[] {
  const [aloneMs, besideMs] = [findQuantileMs(seen.alone, 0.99), findQuantileMs(seen.beside, 0.99)];
  const failed = [...seen.alone, ...seen.beside].filter(({ status }) => status !== 201).length;
  const refused = seen.flood.filter(({ status }) => status === 429);
  const isTold = refused.every(
    ({ headers }) =>
      headers["ratelimit-limit"] === String(limitPerSecond) &&
      headers["ratelimit-remaining"] === "0" &&
      headers["ratelimit-reset"] !== undefined &&
      headers["retry-after"] !== undefined,
  );
  return [
    {
      proof,
      mustShow: "the others' p99 ≤ 1.3 ×",
      seen: `${compareLatencies(seen.beside, seen.alone)} (the provider answers in ${providerMs} ms)`,
      isShown: besideMs <= 1.3 * aloneMs,
    },
    { proof, mustShow: "no request of the others fails", seen: `${failed} failed`, isShown: failed === 0 },
    {
      proof,
      mustShow: "the flooder gets 429 with RateLimit-* headers",
      seen: `${countStatuses(seen.flood)}; headers ${isTold ? "on every 429" : "missing"}`,
      isShown: refused.length > 0 && isTold,
    },
  ];
}
