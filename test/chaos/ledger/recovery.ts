import { setTimeout as delay } from "node:timers/promises";
import { createProduct, type Product } from "../load/product.ts";
import type { MachineRoom } from "./machine-room.ts";
import type { Start } from "./traffic.ts";

const lookEveryMs = 50;
const giveUpAfterMs = 60_000;

/** How long it took, and the sessions that were started to find out. */
export interface Recovery {
  /** Infinity when a replica did not come back. */
  readonly tookMs: number;
  readonly starts: readonly Start[];
}

/**
 * Milliseconds until every replica does its whole work: it is ready, starts a session, takes a webhook and fetches again
 * what webhooks ask for. How soon it comes to a certain session is a matter of how many wait before it.
 */
export async function measureRecovery(room: MachineRoom): Promise<Recovery> {
  const probes = await Promise.all(room.replicas.map(({ url }) => probeReplica(room, url)));
  return {
    tookMs: Math.max(...probes.map(({ tookMs }) => tookMs)),
    starts: probes.flatMap(({ starts }) => starts),
  };
}

async function probeReplica(
  { apiKeys, providers }: MachineRoom,
  url: string,
): Promise<{ tookMs: number; starts: readonly Start[] }> {
  const startedAt = performance.now();
  const product = createProduct(url, apiKeys.shop);
  const starts: Start[] = [];
  const until = async (ask: () => Promise<boolean>): Promise<void> => {
    while (!(await ask())) {
      if (performance.now() - startedAt > giveUpAfterMs) throw new Error("The replica did not come back.");
      await delay(lookEveryMs);
    }
  };
  try {
    await until(async () => (await product.get("/readyz")).status === 200);
    const fetchesBefore = await countFetches(url);
    await until(async () => {
      starts.push(await startOnce(product));
      return starts.at(-1)?.reference !== undefined;
    });
    const act = `sessions/${starts.at(-1)?.reference}/act`;
    await providers.get("shop-identomat")?.control("POST", act, { act: "approve" });
    await until(async () => (await countFetches(url)) > fetchesBefore);
    return { tookMs: performance.now() - startedAt, starts };
  } catch {
    return { tookMs: Number.POSITIVE_INFINITY, starts };
  } finally {
    await product.close();
  }
}

/** With a key of its own: one whose request failed half-way is taken for a while. */
async function startOnce(product: Product): Promise<Start> {
  const key = crypto.randomUUID();
  const answer = await product.createSession({ key, flow: "identomat" });
  const isStarted = answer.status === 201;
  return {
    key,
    tenant: "shop",
    account: "shop-identomat",
    provider: "identomat",
    sessionId: isStarted ? String(answer.body["id"]) : undefined,
    reference: isStarted ? (answer.body["launch"] as { token: string }).token : undefined,
    failures: isStarted ? [] : [answer],
  };
}

async function countFetches(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const reads = text.matchAll(
    /^kyc_jobs_total\{task="(?:refresh-session|apply-deliveries)",outcome="ok"\} (\d+)$/gm,
  );
  return [...reads].reduce((sum, [, count]) => sum + Number(count), 0);
}
