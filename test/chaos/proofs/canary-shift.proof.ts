import { createProduct, type Product } from "../load/product.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Stage } from "../stage/stage.ts";
import { waitFor } from "../../support/wait-for.ts";

const proof = "a canary grows from 1 % to 100 %";
const applicantCount = 10_000;
const askersAtOnce = 16;

/** 10,000 applicants are asked for at each step of a growing canary: who goes where, and who was moved. */
export async function proveCanaryShift(stage: Stage, { isShort }: Scale): Promise<readonly Finding[]> {
  await stage.addProvider("a");
  await stage.addProvider("b");
  const apiKey = await stage.addTenant("shop", ["a", "b"]);
  const gateway = await stage.startGateway();
  const product = createProduct(gateway.url, apiKey);
  const moves = new Uint8Array(applicantCount);
  let before: readonly (string | null)[] = Array.from({ length: applicantCount }, () => "a");
  const shares: { percent: number; seenPercent: number }[] = [];
  for (const percent of isShort ? [1, 50, 100] : [1, 5, 25, 50, 75, 100]) {
    await stage.saveCanary("shop", { stable: "a", canary: "b", percent });
    await waitFor(async () => (await product.preview("anybody")).percent === percent);
    const now = await askForAll(product);
    for (const [index, connection] of now.entries())
      if (connection !== before[index]) moves[index] = (moves[index] ?? 0) + 1;
    const there = now.filter((connection) => connection === "b").length;
    shares.push({ percent, seenPercent: (there / applicantCount) * 100 });
    before = now;
  }
  await product.close();
  const worst = Math.max(...shares.map(({ percent, seenPercent }) => Math.abs(percent - seenPercent)));
  const movedTwice = moves.filter((count) => count > 1).length;
  const seen = shares
    .map(({ percent, seenPercent }) => `${percent} % → ${seenPercent.toFixed(2)} %`)
    .join(", ");
  return [
    {
      proof,
      mustShow: "the share is within 1 point of the rule at each step",
      seen: `${seen} of ${applicantCount} applicants`,
      isShown: worst <= 1,
    },
    {
      proof,
      mustShow: "nobody is moved twice",
      seen: `${movedTwice} moved twice`,
      isShown: movedTwice === 0,
    },
  ];
}

/** Where each applicant would go now, in the order of their numbers. */
async function askForAll(product: Product): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  let next = 0;
  const askOn = async (): Promise<void> => {
    while (next < applicantCount) {
      const number = next;
      next += 1;
      found[number] = (await product.preview(`applicant-${number}`)).connection;
    }
  };
  await Promise.all(Array.from({ length: askersAtOnce }, askOn));
  return found;
}
