import { setTimeout as delay } from "node:timers/promises";
import type { ProviderName } from "../stage/processes.ts";
import { createProduct, type Answer, type Product } from "../load/product.ts";
import { providerNames, tenants, type AccountName, type MachineRoom, type Tenant } from "./machine-room.ts";
import { choosePlay } from "./plays.ts";

/** One session as its product and its applicant know it. */
export interface Start {
  /** The idempotency key, and the applicant. */
  readonly key: string;
  readonly tenant: Tenant;
  readonly account: AccountName;
  readonly provider: ProviderName;
  /** Our id; absent: no answer ever gave one. */
  readonly sessionId: string | undefined;
  /** The provider's id, out of the launch. */
  readonly reference: string | undefined;
  /** Every answer before the one that gave the session, or all of them. */
  readonly failures: readonly Answer[];
}

/** How many requests left it open whether the provider made a session of them. */
export function countUnknownOutcomes({ failures }: Start): number {
  return failures.filter((answer) => !isNothingCreated(answer)).length;
}

/** Failures that did not say that repeating helps, by their status and code. */
export function listWrongAnswers({ failures }: Start): readonly string[] {
  return failures
    .filter(({ status, body }) => status !== 0 && body["retryable"] !== true)
    .map(({ status, body }) => `${status} ${String(body["code"])}`);
}

/** What a product does with the gateway, and its applicants with their providers. */
export interface Traffic {
  readonly starts: readonly Start[];
  /** Each product looks at its sessions when their plays are over. */
  readonly reads: readonly Answer[];
  /** So many applicants, from start to end of their plays. Gives their sessions. */
  run(count: number): Promise<readonly Start[]>;
  close(): Promise<void>;
}

/** Applicants that go through their acts together. */
const batchSize = 5;
const batchesAtOnce = 8;
const giveUpAfterMs = 120_000;
const repeatAfterMs = 200;

/** What traffic needs of a machine room. */
export type TrafficRoom = Pick<MachineRoom, "apiKeys" | "providers"> & {
  readonly front: { readonly url: string };
};

export function createTraffic(room: TrafficRoom): Traffic {
  const starts: Start[] = [];
  const reads: Answer[] = [];
  const products = new Map(
    tenants.map((tenant) => [tenant, createProduct(room.front.url, room.apiKeys[tenant])]),
  );
  let begun = 0;
  async function runBatch(size: number): Promise<readonly Start[]> {
    const numbers = Array.from({ length: size }, () => begun++);
    const made = await Promise.all(numbers.map((number) => start(products, number)));
    starts.push(...made);
    const plays = made.map((one, index) => choosePlay(one.provider, numbers[index] ?? 0));
    for (let turn = 0; plays.some((acts) => turn < acts.length); turn += 1)
      await Promise.all(made.map((one, index) => act(room, one, plays[index]?.[turn])));
    for (const { tenant, sessionId } of made) {
      const answer = sessionId && (await products.get(tenant)?.get(`/v1/sessions/${sessionId}`));
      if (answer) reads.push(answer);
    }
    return made;
  }
  return {
    starts,
    reads,
    async run(count) {
      const made: Start[] = [];
      let left = count;
      const work = async (): Promise<void> => {
        while (left > 0) {
          const size = Math.min(batchSize, left);
          left -= size;
          made.push(...(await runBatch(size)));
        }
      };
      await Promise.all(Array.from({ length: batchesAtOnce }, work));
      return made;
    },
    async close() {
      await Promise.all([...products.values()].map((product) => product.close()));
    },
  };
}

/** Three of five at the provider that sends more webhooks. */
async function start(products: ReadonlyMap<Tenant, Product>, number: number): Promise<Start> {
  const tenant = tenants[number % tenants.length] ?? "shop";
  const provider = providerNames[Math.floor(number / tenants.length) % 5 < 3 ? 1 : 0];
  const key = crypto.randomUUID();
  const { answer, failures } = await repeatUntilAnswered(products.get(tenant), { key, flow: provider });
  const launch = answer.body["launch"] as { url?: string } | undefined;
  return {
    key,
    tenant,
    provider,
    account: `${tenant}-${provider}`,
    sessionId: answer.body["id"] as string | undefined,
    reference: launch?.url === undefined ? undefined : readReference(launch.url),
    failures,
  };
}

function readReference(launchUrl: string): string | undefined {
  const { searchParams } = new URL(launchUrl);
  return searchParams.get("session_token") ?? searchParams.get("id") ?? undefined;
}

/** As a product does: the same key again, as long as it may help. */
async function repeatUntilAnswered(
  product: Product | undefined,
  request: { readonly key: string; readonly flow: string },
): Promise<{ answer: Answer; failures: readonly Answer[] }> {
  if (product === undefined) throw new Error("There is no such product.");
  const giveUpAt = performance.now() + giveUpAfterMs;
  const failures: Answer[] = [];
  for (;;) {
    const answer = await product.createSession(request);
    if (answer.status === 201 || answer.status === 200) return { answer, failures };
    failures.push(answer);
    if (performance.now() > giveUpAt) return { answer, failures };
    await delay(repeatAfterMs);
  }
}

/** Codes with which the gateway says that this request made no session anywhere. */
const refusals: ReadonlySet<unknown> = new Set([
  "idempotency_key_in_use",
  "provider_unavailable",
  "unauthenticated",
  "shutting_down",
  "overloaded",
  "rate_limited",
]);

function isNothingCreated({ body }: Answer): boolean {
  return refusals.has(body["code"]);
}

async function act(
  room: TrafficRoom,
  { account, reference }: Start,
  name: string | undefined,
): Promise<void> {
  const provider = room.providers.get(account);
  if (name === undefined || reference === undefined || provider === undefined) return;
  await provider.control("POST", `sessions/${reference}/act`, { act: name });
}
