import type { PriceConfiguration } from "@kyc-gateway/http-api";

/** What is charged for, of one connection and one bucket. */
export interface Chargeable {
  readonly startsAt: Date;
  readonly launched: number;
  readonly decided: number;
  readonly attempts: number;
}

/** Millionths, by currency. */
export type Cost = ReadonlyMap<string, bigint>;

/** By the prices of the day: of each currency the newest that is valid. */
export function computeCost(prices: readonly PriceConfiguration[], counts: Chargeable): Cost {
  const day = counts.startsAt.toISOString().slice(0, 10);
  const valid = prices
    .filter(({ validFrom }) => validFrom <= day)
    .toSorted((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
  const current = new Map(valid.map((price) => [price.currency, price]));
  return new Map([...current].map(([currency, price]) => [currency, addUp(price, counts)]));
}

function addUp(price: PriceConfiguration, { launched, decided, attempts }: Chargeable): bigint {
  return (
    BigInt(launched) * readAmount(price.perSession) +
    BigInt(decided) * readAmount(price.perDecision) +
    BigInt(attempts) * readAmount(price.perAttempt)
  );
}

function readAmount(amount = "0"): bigint {
  const [whole = "0", part = ""] = amount.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

export function addCosts(left: Cost, right: Cost): Cost {
  const currencies = [...new Set([...left.keys(), ...right.keys()])];
  return new Map(currencies.map((name) => [name, (left.get(name) ?? 0n) + (right.get(name) ?? 0n)]));
}

/** As an amount with two to six digits after the point. */
export function presentCost(cost: Cost): { readonly currency: string; readonly amount: string }[] {
  return [...cost]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, millionths]) => {
      const part = (millionths % 1_000_000n)
        .toString()
        .padStart(6, "0")
        .replace(/0{1,4}$/, "");
      return { currency, amount: `${millionths / 1_000_000n}.${part}` };
    });
}
