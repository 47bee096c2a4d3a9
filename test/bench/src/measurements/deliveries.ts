import { setTimeout as delay } from "node:timers/promises";
import type { ApplicantColumns } from "../../../../gateway/src/platform/encryption/applicant-key.ts";
import {
  applicantColumns,
  applicantJoin,
} from "../../../../gateway/src/platform/encryption/applicant-key.store.ts";
import { createLocalMasterKeys } from "../../../../gateway/src/platform/encryption/master-keys.ts";
import { findFirstRecentId } from "../../../../gateway/src/platform/database/first-id.ts";
import { createVault, type Vault } from "../../../../gateway/src/platform/encryption/vault.ts";
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
  while (await isOneOpen(postgres.pool)) await delay(50);
  return performance.now() - startedAt;
}

/** By the indexes, one row each: counting what waits would take a quarter of a core from those who apply it. */
async function isOneOpen(pool: Stage["postgres"]["pool"]): Promise<boolean> {
  const firstId = findFirstRecentId({ isThorough: false });
  const { rows } = await pool.query(
    `(select id from deliveries where state = 'waiting' and id >= $1
        order by connection_id desc, session_reference desc limit 1)
      union all
      (select id from deliveries where state = 'processing' and id >= $1 order by session_id limit 1)`,
    [firstId],
  );
  return rows.length > 0;
}

/** How many of the callbacks that were answered 200 are not in the inbox. Opens every stored body. */
export async function countMissing(
  { postgres, masterKey }: Stage,
  answered: ReadonlySet<number>,
): Promise<number> {
  const vault = createVault(postgres.pool, createLocalMasterKeys(masterKey));
  await vault.keys.load();
  const missing = new Set(answered);
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await postgres.pool.query<StoredBody>(
      `select d.id, d.sealed_body, s.tenant_id as "tenantId", ${applicantColumns}
       from deliveries d left join sessions s on s.id = d.session_id ${applicantJoin}
       where d.id > $1 order by d.id limit 20000`,
      [after],
    );
    for (const row of rows) missing.delete(readNumber(vault, row));
    const last = rows.at(-1);
    if (last === undefined) return missing.size;
    after = last.id;
  }
}

type StoredBody = Omit<ApplicantColumns, "tenantId"> & {
  readonly id: string;
  readonly sealed_body: Buffer;
  readonly tenantId: string | null;
};

function readNumber(vault: Vault, { id, sealed_body, tenantId, ...columns }: StoredBody): number {
  const applicant = tenantId === null ? undefined : vault.applicants.open({ ...columns, tenantId });
  const context = { table: "deliveries", column: "sealed_body", rowId: id };
  const body = (applicant?.sealer ?? vault.system).openJson(context, sealed_body);
  return (body as { benchNumber: number }).benchNumber;
}
