import { setTimeout as delay } from "node:timers/promises";
import type { Provider } from "../chaos/stage/provider.ts";
import { createProduct, type Product } from "../chaos/load/product.ts";

const everyMs = 350;
const decideAfterMs = 150;

interface Traffic {
  stop(): Promise<void>;
}

/** A product that starts sessions at a steady pace, through one replica after the other, and reads what became of them. */
export function startTraffic({
  urls,
  key,
  provider,
}: {
  readonly urls: readonly string[];
  readonly key: string;
  readonly provider: Provider;
}): Traffic {
  const products = urls.map((url) => createProduct(url, key));
  const underWay = new Set<Promise<void>>();
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    const product = products[turn % products.length];
    if (product === undefined) return;
    // What fails is what a fault is for.
    const one = playSession(product, provider, turn % 5 === 0 ? "reject" : "approve").catch(() => undefined);
    underWay.add(one);
    void one.finally(() => underWay.delete(one));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(products.map((product) => product.close()));
      await Promise.all(underWay);
    },
  };
}

async function playSession(product: Product, provider: Provider, act: string): Promise<void> {
  const { status, body } = await product.createSession();
  if (status !== 201) return;
  const { id, launch } = body as { id: string; launch: { token: string } };
  await delay(decideAfterMs);
  await provider.control("POST", `sessions/${launch.token}/act`, { act });
  await delay(decideAfterMs * 4);
  await product.get(`/v1/sessions/${id}`);
  await product.get(`/v1/sessions/${id}/result`);
}
