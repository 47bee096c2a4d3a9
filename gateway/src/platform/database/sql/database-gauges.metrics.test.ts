import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { defineGauge } from "../../observability/metrics/metric-definition.ts";
import { registerDatabaseGauges, type GaugeRow } from "./database-gauges.metrics.ts";

const isAge = (line: string) => line.startsWith("kyc_database_gauges_age_seconds");

/** Gauges over a database that answers with `world.rows`, or does what `world.read` does. */
function createWorld({
  zeroFor = "open",
  freshForMs = 2000,
}: { readonly zeroFor?: readonly string[] | "open"; readonly freshForMs?: number } = {}) {
  const registry = new Registry();
  const world = {
    rows: [] as readonly GaugeRow[],
    reads: 0,
    read: async (): Promise<readonly GaugeRow[]> => world.rows,
  };
  registerDatabaseGauges({
    registry,
    group: "cases",
    gauges: {
      open: defineGauge("kyc_open", { help: "Open ones.", labels: { state: zeroFor } }),
      oldest: defineGauge("kyc_oldest_seconds", { help: "Age of the oldest.", labels: { state: zeroFor } }),
    },
    freshForMs,
    read: () => {
      world.reads += 1;
      return world.read();
    },
  });
  const list = async () => (await registry.metrics()).split("\n").filter((line) => line.startsWith("kyc_"));
  const scrape = async () => (await list()).filter((line) => !isAge(line));
  const readAge = async () => Number((await list()).find(isAge)?.split(" ")[1]);
  return { world, scrape, readAge };
}

it("shows each row's values under its label", async () => {
  const { world, scrape } = createWorld();
  world.rows = [{ label: "pending", kyc_open: 3, kyc_oldest_seconds: 1.5 }];
  expect(await scrape()).toEqual(['kyc_open{state="pending"} 3', 'kyc_oldest_seconds{state="pending"} 1.5']);
});

it("asks the database once for all gauges of a scrape, and for scrapes soon after it", async () => {
  const { world, scrape } = createWorld({ freshForMs: 60_000 });
  await scrape();
  await scrape();
  expect(world.reads).toBe(1);
});

it("shows 0 for a known value without a row, and nothing for what has no value now", async () => {
  const { world, scrape } = createWorld({ zeroFor: ["pending", "dead"] });
  world.rows = [{ label: "dead", kyc_open: 2, kyc_oldest_seconds: null }];
  expect(await scrape()).toEqual([
    'kyc_open{state="pending"} 0',
    'kyc_open{state="dead"} 2',
    'kyc_oldest_seconds{state="pending"} 0',
    'kyc_oldest_seconds{state="dead"} 0',
  ]);
});

it("forgets a series whose row is gone", async () => {
  const { world, scrape } = createWorld({ freshForMs: -1 });
  world.rows = [{ label: "pending", kyc_open: 3, kyc_oldest_seconds: 1 }];
  await scrape();
  world.rows = [];
  expect(await scrape()).toEqual([]);
});

it("keeps what was known while the database is away", async () => {
  const { world, scrape } = createWorld({ freshForMs: -1 });
  world.rows = [{ label: "pending", kyc_open: 3, kyc_oldest_seconds: 1 }];
  const before = await scrape();
  world.read = () => Promise.reject(new Error("away"));
  expect(await scrape()).toEqual(before);
});

it("does not keep a scrape waiting for a database that does not answer, nor asks it twice", async () => {
  const { world, scrape } = createWorld({ freshForMs: -1 });
  const answer = Promise.withResolvers<readonly GaugeRow[]>();
  world.read = () => answer.promise;
  expect(await scrape()).toEqual([]);
  expect(await scrape()).toEqual([]);
  expect(world.reads).toBe(1);
  answer.resolve([{ label: "pending", kyc_open: 1, kyc_oldest_seconds: 1 }]);
  world.read = async () => [{ label: "pending", kyc_open: 2, kyc_oldest_seconds: 1 }];
  await answer.promise;
  expect((await scrape()).length).toBe(2);
});

it("tells how old what it shows is, which grows while the database is away and not while it answers", async () => {
  const { world, scrape, readAge } = createWorld({ freshForMs: -1 });
  await scrape();
  const [first, second] = [await readAge(), await readAge()];
  expect(second).toBeLessThan(0.1);
  world.read = () => Promise.reject(new Error("away"));
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(await readAge()).toBeGreaterThan(Math.max(first, 0.1));
});
