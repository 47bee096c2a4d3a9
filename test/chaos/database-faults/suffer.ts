import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { ApiAnswer } from "../../support/api-client.ts";
import { companies } from "../../support/gateway-harness.ts";
import { waitFor } from "../../support/wait-for.ts";
import type { Cause } from "./causes.ts";
import type { FaultRoom } from "./fault-room.ts";

/** One answer: what was asked, what came, and after how long. */
interface Seen {
  readonly what: "webhook" | "metrics" | "healthz" | "readyz" | "product" | "neighbour";
  readonly status: number;
  readonly ms: number;
  readonly hasRetryAfter: boolean;
}

/** What became of everybody while a cause lasted, and after it. */
export interface Suffering {
  readonly seen: readonly Seen[];
  /** Webhooks that were answered 5xx and are stored all the same. */
  readonly storedThoughRefused: number;
  /** Webhooks that were answered 200 and are not stored. */
  readonly lostThoughTaken: number;
  readonly mostConnections: number;
  readonly backAfterMs: number;
  /** The longest time for which this process could do nothing: everything takes that much longer. */
  readonly noiseMs: number;
  /** The slowest of the same requests right before the cause, when nothing held them up but the machine. */
  readonly usualMs: number;
}

const everyMs = 500;
const neverMs = 30_000;

/** Asks everything again and again while the cause lasts; then waits for the full service. */
export async function suffer(room: FaultRoom, cause: Cause, causeMs: number): Promise<Suffering> {
  const seen: Seen[] = [];
  const webhooks = { taken: [] as string[], refused: [] as string[] };
  const usualMs = await timeUsualRound(room);
  const noise = monitorEventLoopDelay();
  noise.enable();
  const end = await cause.begin(room);
  const endsAt = performance.now() + causeMs;
  const asked: Promise<unknown>[] = [];
  let mostConnections = 0;
  while (performance.now() < endsAt) {
    for (const ask of listAsks(room, webhooks)) asked.push(observe(ask, seen));
    asked.push(
      countConnections(room, (count) => {
        mostConnections = Math.max(mostConnections, count);
      }),
    );
    await delay(everyMs);
  }
  const endedAt = performance.now();
  await end();
  // Never again in full is a finding too.
  await waitFor(() => isServing(room), { timeoutMs: neverMs }).catch(() => undefined);
  const backAfterMs = performance.now() - endedAt;
  await Promise.all(asked);
  const stored = await listStored(room, [...webhooks.taken, ...webhooks.refused]);
  return {
    seen,
    storedThoughRefused: webhooks.refused.filter((reference) => stored.has(reference)).length,
    lostThoughTaken: webhooks.taken.filter((reference) => !stored.has(reference)).length,
    mostConnections,
    backAfterMs,
    noiseMs: noise.max / 1e6,
    usualMs,
  };
}

async function timeUsualRound(room: FaultRoom): Promise<number> {
  const seen: Seen[] = [];
  await Promise.all(listAsks(room, { taken: [], refused: [] }).map((ask) => observe(ask, seen)));
  return Math.max(...seen.map(({ ms }) => ms));
}

interface Ask {
  readonly what: Seen["what"];
  readonly ask: () => Promise<ApiAnswer>;
}

function listAsks(
  { harness: { shop, bank }, hotSessionId }: FaultRoom,
  webhooks: { readonly taken: string[]; readonly refused: string[] },
): readonly Ask[] {
  return [
    { what: "healthz", ask: () => shop.get("/healthz") },
    { what: "metrics", ask: () => shop.get("/metrics") },
    { what: "readyz", ask: () => shop.get("/readyz") },
    { what: "product", ask: () => shop.get(`/v1/sessions/${hotSessionId}`) },
    { what: "product", ask: () => shop.get(`/v1/sessions/${hotSessionId}/result`) },
    { what: "product", ask: () => shop.createSession() },
    ...Array.from({ length: 4 }, (): Ask => ({
      what: "product",
      ask: () => shop.request("POST", `/v1/sessions/${hotSessionId}/refresh`),
    })),
    { what: "neighbour", ask: () => bank.createSession() },
    {
      what: "webhook",
      async ask() {
        const reference = crypto.randomUUID().replaceAll("-", "").padEnd(40, "0");
        const answer = await postWebhook(shop, reference);
        (answer.status === 200 ? webhooks.taken : webhooks.refused).push(reference);
        return answer;
      },
    },
  ];
}

export function postWebhook(
  shop: FaultRoom["harness"]["shop"],
  sessionId: string,
): Promise<ApiAnswer<{ status: string }>> {
  const { callbackApiKey } = companies.shop;
  // Large enough for each to need pages of its own.
  const body = { callbackApiKey, type: "update", sessionId, note: "x".repeat(6000) };
  return shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
}

async function observe({ what, ask }: Ask, seen: Seen[]): Promise<void> {
  const startedAt = performance.now();
  const { status, headers } = await ask();
  const ms = performance.now() - startedAt;
  seen.push({ what, status, ms, hasRetryAfter: headers["retry-after"] !== undefined });
}

/** A server that gives no answer makes no connections either. */
async function countConnections({ admin }: FaultRoom, tell: (count: number) => void): Promise<void> {
  const counted = admin
    .query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where application_name like 'kyc-gateway%' and datname = current_database()`,
    )
    .then(({ rows }) => rows[0]?.count ?? 0)
    .catch(() => 0);
  tell(await Promise.race([counted, delay(1000, 0)]));
}

async function isServing({ harness: { shop, bank }, hotSessionId }: FaultRoom): Promise<boolean> {
  const answers = await Promise.all([
    shop.get("/readyz"),
    shop.get(`/v1/sessions/${hotSessionId}`),
    shop.createSession(),
    bank.createSession(),
    postWebhook(shop, crypto.randomUUID().replaceAll("-", "").padEnd(40, "0")),
  ]);
  return answers.every(({ status }) => status === 200 || status === 201);
}

async function listStored({ admin }: FaultRoom, references: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ reference: string }>(
    "select session_reference as reference from deliveries where session_reference = any($1)",
    [references],
  );
  return new Set(rows.map(({ reference }) => reference));
}
