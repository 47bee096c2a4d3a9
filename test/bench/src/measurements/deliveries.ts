import { setTimeout as delay } from "node:timers/promises";
import { createSealer } from "../../../../gateway/src/crypto/sealer.ts";
import type { RequestPlan } from "../load/load-job.ts";
import { callbackApiKey, connectionName } from "../machine/provision.ts";
import type { Stage } from "../machine/stage.ts";

/** Callbacks of the provider, each with a number of its own, for one session after the other. */
export function planCallbacks(references: readonly string[], firstNumber: number): RequestPlan {
  return {
    method: "POST",
    path: `/webhooks/identomat/${connectionName}`,
    body: `{"callbackApiKey":"${callbackApiKey}","type":"session-status-update","sessionId":"{item}","benchNumber":{n}}`,
    items: references,
    firstNumber,
  };
}

/** Waits until every delivery is applied. Gives how long that took. */
export async function waitUntilApplied({ postgres }: Stage): Promise<number> {
  const startedAt = performance.now();
  while ((await countOpen(postgres.pool)) > 0) await delay(100);
  return performance.now() - startedAt;
}

async function countOpen(pool: Stage["postgres"]["pool"]): Promise<number> {
  const { rows } = await pool.query<{ open: number }>(
    `select count(*)::int as open from deliveries where state in ('waiting', 'processing')`,
  );
  return rows[0]?.open ?? 0;
}

/** How many of the callbacks that were answered 200 are not in the inbox. Opens every stored body. */
export async function countMissing(
  { postgres, masterKey }: Stage,
  answered: ReadonlySet<number>,
): Promise<number> {
  const sealer = createSealer(masterKey);
  const missing = new Set(answered);
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await postgres.pool.query<{ id: string; sealed_body: Buffer }>(
      `select id, sealed_body from deliveries where id > $1 order by id limit 20000`,
      [after],
    );
    for (const { id, sealed_body } of rows) missing.delete(readNumber(sealer, id, sealed_body));
    const last = rows.at(-1);
    if (last === undefined) return missing.size;
    after = last.id;
  }
}

function readNumber(sealer: ReturnType<typeof createSealer>, rowId: string, sealed: Buffer): number {
  const body = sealer.openJson({ table: "deliveries", column: "sealed_body", rowId }, sealed);
  return (body as { benchNumber: number }).benchNumber;
}
