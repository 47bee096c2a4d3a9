import type { Transition } from "@kyc-gateway/core";
import type { Database } from "../../platform/database/database.ts";
import { runInSession } from "../../platform/observability/trace-context.ts";
import { listDueExpiries, tellExpiry } from "./expiry.store.ts";

const batchSize = 500;
/** What is left over is for the next run, a minute later. */
const maxBatches = 20;

/** Tells tenants which approvals end soon, and which have ended. Repeating it, also at the same time, is safe. */
export async function tellExpiries(
  database: Pick<Database, "orm" | "pool">,
  onTold: (transition: Transition) => void,
): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const ids = await listDueExpiries(database, batchSize);
    for (const id of ids) {
      await runInSession(id, async () => {
        const transition = await tellExpiry(database, id);
        if (transition !== undefined) onTold(transition);
      });
    }
    if (ids.length < batchSize) return;
  }
}
