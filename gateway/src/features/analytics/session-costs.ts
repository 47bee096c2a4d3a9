import type { PriceConfiguration } from "@kyc-gateway/http-api";

/** What is charged for. */
export interface Charges {
  readonly launched: number;
  readonly decided: number;
  readonly attempts: number;
}

/** Millionths, by currency. */
export type Cost = ReadonlyMap<string, bigint>;

/** What a connection charges for one of each, in millionths. */
interface Rate {
  readonly currency: string;
  readonly perSession: bigint;
  readonly perDecision: bigint;
  readonly perAttempt: bigint;
}

/** What a connection charged at a time. */
export type FindRates = (connectionId: string, atMs: number) => readonly Rate[];

const dayMs = 24 * 60 * 60 * 1000;

/** By the price lists of connections: of each currency the newest price that was valid on the day. */
export function createRates(prices: ReadonlyMap<string, readonly PriceConfiguration[]>): FindRates {
  const byDay = new Map<number, Map<string, readonly Rate[]>>();
  return (connectionId, atMs) => {
    const day = Math.floor(atMs / dayMs);
    const ofDay = byDay.get(day) ?? new Map<string, readonly Rate[]>();
    byDay.set(day, ofDay);
    const rates = ofDay.get(connectionId) ?? readRates(prices.get(connectionId) ?? [], new Date(atMs));
    ofDay.set(connectionId, rates);
    return rates;
  };
}

function readRates(prices: readonly PriceConfiguration[], at: Date): readonly Rate[] {
  const day = at.toISOString().slice(0, 10);
  const valid = prices
    .filter(({ validFrom }) => validFrom <= day)
    .toSorted((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
  return [...new Map(valid.map((price) => [price.currency, price])).values()].map((price) => ({
    currency: price.currency,
    perSession: readAmount(price.perSession),
    perDecision: readAmount(price.perDecision),
    perAttempt: readAmount(price.perAttempt),
  }));
}

export function computeCost(rates: readonly Rate[], { launched, decided, attempts }: Charges): Cost {
  return new Map(
    rates.map(({ currency, perSession, perDecision, perAttempt }) => [
      currency,
      BigInt(launched) * perSession + BigInt(decided) * perDecision + BigInt(attempts) * perAttempt,
    ]),
  );
}

function readAmount(amount = "0"): bigint {
  const [whole = "0", part = ""] = amount.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

export function addCosts(costs: readonly Cost[]): Cost {
  const [first = new Map<string, bigint>(), ...others] = costs;
  if (others.length === 0) return first;
  const sum = new Map(first);
  for (const cost of others)
    for (const [currency, amount] of cost) sum.set(currency, (sum.get(currency) ?? 0n) + amount);
  return sum;
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
