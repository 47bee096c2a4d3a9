import { setTimeout as delay } from "node:timers/promises";
import { createProduct, type Answer } from "../load/product.ts";
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
    starts: probes.map(({ start }) => start),
  };
}

async function probeReplica(
  { apiKeys, providers }: MachineRoom,
  url: string,
): Promise<{ tookMs: number; start: Start }> {
  const startedAt = performance.now();
  const product = createProduct(url, apiKeys.shop);
  const key = crypto.randomUUID();
  let start: Start = {
    key,
    tenant: "shop",
    account: "shop-identomat",
    provider: "identomat",
    sessionId: undefined,
    reference: undefined,
    failures: [],
  };
  const until = async (ask: () => Promise<boolean>): Promise<void> => {
    while (!(await ask())) {
      if (performance.now() - startedAt > giveUpAfterMs) throw new Error("The replica did not come back.");
      await delay(lookEveryMs);
    }
  };
  const ask = async (path: string): Promise<Answer> => product.get(path);
  try {
    await until(async () => (await ask("/readyz")).status === 200);
    const fetchesBefore = await countFetches(url);
    await until(async () => {
      const answer = await product.createSession({ key, flow: "identomat" });
      if (answer.status !== 201 && answer.status !== 200) {
        start = { ...start, failures: [...start.failures, answer] };
        return false;
      }
      const { token } = answer.body["launch"] as { token: string };
      start = { ...start, sessionId: String(answer.body["id"]), reference: token };
      return true;
    });
    await providers
      .get("shop-identomat")
      ?.control("POST", `sessions/${start.reference}/act`, { act: "approve" });
    await until(async () => (await countFetches(url)) > fetchesBefore);
    return { tookMs: performance.now() - startedAt, start };
  } catch {
    return { tookMs: Number.POSITIVE_INFINITY, start };
  } finally {
    await product.close();
  }
}

async function countFetches(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^kyc_jobs_total\{task="refresh-session",outcome="ok"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}
