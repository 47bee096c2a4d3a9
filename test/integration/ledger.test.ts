import { expect, it } from "vitest";
import { keepLedger } from "../chaos/ledger/keep-ledger.ts";
import { letTimePass } from "../support/storage.ts";

// The same at full size: `pnpm chaos --only ledger`.
it("providers, products and database agree after replicas were killed and PostgreSQL crashed under them", async () => {
  const report = await keepLedger({
    sessions: 40,
    silentSessions: 10,
    rereadAfterMs: [1000, 2000, 4000],
    storm: { betweenKillsMs: 200, blows: ["crash_postgres"], pauseMs: 1500, outageMs: 300 },
    quietWithinMs: 60_000,
    // What the killed held is free at once, instead of after a minute.
    onCalm: ({ stage }) => letTimePass({ pool: stage.pool }),
  });
  expect(report).toMatchObject({
    withoutSession: 0,
    wrongAnswers: [],
    lostDeliveries: [],
    wrongSessions: [],
    events: { missing: 0, invented: 0, changed: 0, gaps: 0, disordered: 0 },
    silence: { sessions: 10, wrong: [] },
    storm: { deaths: 0 },
  });
  expect(report.storm.kills).toBeGreaterThanOrEqual(2);
  expect(Math.max(...report.storm.recoveriesMs)).toBeLessThan(10_000);
  expect(report.surplus.surplus).toBeLessThanOrEqual(report.surplus.explained);
  expect(report.taken).toBeGreaterThan(100);
}, 180_000);
