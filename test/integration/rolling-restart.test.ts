import { expect, it } from "vitest";
import { runRollingRestart } from "../chaos/restart/rolling-restart.ts";
import { createTestDatabase } from "../support/test-database.ts";

// 5,000 requests and more, with nginx and HAProxy, also from an older version: pnpm rolling-restart.
it("no request fails while two replicas behind HAProxy are restarted in turn, as they are shipped", async () => {
  await using database = await createTestDatabase();
  const { failed, restarts, exitCodes, sent } = await runRollingRestart({
    proxy: "haproxy",
    databaseUrl: database.url,
    perSecond: 20,
    requests: 0,
  });
  expect([Object.fromEntries(failed), restarts, [...exitCodes]]).toEqual([{}, 2, [0]]);
  expect(sent).toBeGreaterThan(100);
});
